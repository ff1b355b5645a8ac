import { z } from 'zod';
import { field } from '../../kit/rest/fields.ts';
import { FAULTS } from '../meetings/faults.ts';
import type { Performance } from './performance-sql.ts';
import type { TranscriptFigures } from './transcript-figures.ts';
import { outcomeView, speakerViews, transcriptionView } from './view.ts';

const seconds = (description: string) => z.number().describe(`${description} In seconds.`);
const secondsOrNull = (description: string) =>
  z.number().nullable().describe(`${description} In seconds.`);

export const performanceSchema = z
  .object({
    join_time: field(
      'PerformanceMetrics.joinTime',
      secondsOrNull('From the request until the bot requested admission.'),
    ),
    admission_time: field(
      'PerformanceMetrics.admissionTime',
      secondsOrNull('From the request for admission until the bot was admitted.'),
    ),
    total_duration: field(
      'PerformanceMetrics.totalDuration',
      secondsOrNull('From `start_time` to `end_time`.'),
    ),
    bot_uptime: field(
      'PerformanceMetrics.botUptime',
      secondsOrNull('From joining until the meeting ended.'),
    ),
    active_time: field(
      'PerformanceMetrics.activeTime',
      secondsOrNull('How long the bot was in the call.'),
    ),
    peak_memory_bytes: field(
      'PerformanceMetrics.peakMemoryBytes',
      z.number().nullable().describe("The bot's peak memory use, in bytes."),
    ),
    cpu_seconds: field(
      'PerformanceMetrics.cpuSeconds',
      secondsOrNull("The bot's CPU time, in seconds of one core."),
    ),
  })
  .meta({ id: 'PerformanceMetrics', description: "The bot's performance; null if not known." });

/** Null while nothing of it is known; clients of the older admin API rely on it. */
export function performanceBody(performance: Performance) {
  const { joinTime, admissionTime, totalDuration, botUptime } = performance;
  const known = [joinTime, admissionTime, totalDuration, botUptime].some((time) => time !== null);
  if (!performance.isOver || !known) return null;
  return {
    join_time: joinTime,
    admission_time: admissionTime,
    total_duration: totalDuration,
    bot_uptime: botUptime,
    active_time: performance.activeTime,
    peak_memory_bytes:
      performance.peakMemoryBytes === null ? null : Number(performance.peakMemoryBytes),
    cpu_seconds: performance.cpuSeconds,
  };
}

export const transcriptionSchema = z
  .object({
    total_transcriptions: field(
      'TranscriptionStats.totalTranscriptions',
      z.int().describe('The number of segments.'),
    ),
    total_duration: field(
      'TranscriptionStats.totalDuration',
      seconds('End minus start, summed over all segments as recorded.'),
    ),
    unique_speakers: field(
      'TranscriptionStats.uniqueSpeakers',
      z.int().describe('The number of speaker names in the segments.'),
    ),
    languages_detected: field(
      'TranscriptionStats.languagesDetected',
      z.array(z.string()).describe('The languages of the segments, sorted.'),
    ),
    speech_duration: field(
      'TranscriptionStats.speechDuration',
      seconds('The time during which somebody spoke.'),
    ),
    silence: field('TranscriptionStats.silence', secondsOrNull('The active time without speech.')),
    overlap: field(
      'TranscriptionStats.overlap',
      seconds('The time during which two or more spoke at once.'),
    ),
    words: field(
      'TranscriptionStats.words',
      z.int().describe('The number of words in the segments.'),
    ),
    first_segment_delay: field(
      'TranscriptionStats.firstSegmentDelay',
      secondsOrNull('From the start of the active time to the first speech.'),
    ),
    largest_gap: field(
      'TranscriptionStats.largestGap',
      secondsOrNull('The longest part of the active time without speech.'),
    ),
    coverage: field(
      'TranscriptionStats.coverage',
      z.number().nullable().describe('Speech divided by active time, from 0 to 1.'),
    ),
    speakers: field(
      'Telematics.speakers',
      z
        .array(
          z.object({
            speaker: field('SpeakerStats.speaker', z.string().describe('The name.')),
            talk_time: field('SpeakerStats.talkTime', seconds('How long this speaker spoke.')),
            segments: field(
              'SpeakerStats.segments',
              z.int().describe('The number of segments with this name.'),
            ),
            words: field('SpeakerStats.words', z.int().describe('The number of words in them.')),
          }),
        )
        .describe('By talk time, longest first.'),
    ),
  })
  .meta({ id: 'TranscriptionStats', description: 'Statistics of the whole transcript.' });

/** Null without a transcript. */
export function transcriptionBody(figures: TranscriptFigures) {
  if (figures.segments === 0) return null;
  const view = transcriptionView(figures);
  return {
    total_transcriptions: view.totalTranscriptions,
    total_duration: view.totalDuration,
    unique_speakers: view.uniqueSpeakers,
    languages_detected: view.languagesDetected,
    speech_duration: view.speechDuration,
    silence: view.silence,
    overlap: view.overlap,
    words: view.words,
    first_segment_delay: view.firstSegmentDelay,
    largest_gap: view.largestGap,
    coverage: view.coverage,
    speakers: speakerViews(figures).map(({ speaker, talkTime, segments, words }) => ({
      speaker,
      talk_time: talkTime,
      segments,
      words,
    })),
  };
}

export const outcomeSchema = z
  .object({
    stage: field(
      'MeetingOutcome.stage',
      z.string().nullable().describe('The status in which it failed; null unless it failed.'),
    ),
    reason: field(
      'MeetingOutcome.reason',
      z.string().nullable().describe('The reason the bot gave.'),
    ),
    fault: field(
      'MeetingOutcome.fault',
      z.enum(FAULTS).nullable().describe('Who could have prevented it; null while it lasts.'),
    ),
  })
  .meta({ id: 'MeetingOutcome', description: 'How a meeting ended.' });

export function outcomeBody(performance: Performance) {
  const { stage, reason, fault } = outcomeView(performance);
  return { stage, reason, fault };
}
