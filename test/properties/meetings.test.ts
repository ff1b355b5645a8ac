import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { insertMeetings, insertSegments } from './insert.ts';
import { type RandomMeeting, randomMeeting } from './random-meetings.ts';
import { languagesOf, performanceOf, speakersOf, transcriptOf } from './reference.ts';

const RUNS = 5;
const MEETINGS = 110;

const TELEMATICS = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Meeting { telematics {
  performance { joinTime admissionTime activeTime totalDuration botUptime }
  transcription { totalTranscriptions totalDuration speechDuration silence overlap unattributed words uniqueSpeakers languagesDetected firstSegmentDelay largestGap coverage }
  speakers { speaker talkTime share segments words wordsPerMinute longestMonologue firstAt lastAt }
  languages { language seconds share segments }
  missing { metric reason }
} } } }`;

type Figures = Readonly<Record<string, number | null>>;
type Telematics = {
  readonly performance: Figures;
  readonly transcription: Figures;
  readonly speakers: readonly Figures[];
  readonly missing: readonly { readonly metric: string }[];
};

describe('the figures of any meeting', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await seedUser(server);
  });
  afterAll(() => server.stop());

  async function read(ids: readonly bigint[]): Promise<Telematics[]> {
    const all: Telematics[] = [];
    for (let at = 0; at < ids.length; at += 50) {
      const part = ids.slice(at, at + 50).map((id) => encodeId('Meeting', id));
      const reply = await server.graphql<{ nodes: { telematics: Telematics }[] }>(TELEMATICS, {
        admin: server.adminKey,
        variables: { ids: part },
      });
      expect(reply.errors).toBeUndefined();
      all.push(...reply.data.nodes.map(({ telematics }) => telematics));
    }
    return all;
  }

  function compare(found: readonly Telematics[], meetings: readonly RandomMeeting[]): void {
    for (const [place, meeting] of meetings.entries()) {
      const { missing, ...figures } = found[place] ?? { missing: [] };
      expect(figures, JSON.stringify(meeting)).toEqual({
        performance: performanceOf(meeting),
        transcription: transcriptOf(meeting),
        speakers: speakersOf(meeting),
        languages: languagesOf(meeting),
      });
    }
  }

  function checkLaws({ performance, transcription, speakers, missing }: Telematics): void {
    const { activeTime } = performance;
    const { speechDuration, silence, overlap } = transcription;
    const talks = speakers.map(({ talkTime }) => talkTime ?? 0);
    const active = activeTime ?? Infinity;
    if (activeTime != null)
      expect((speechDuration ?? 0) + (silence ?? 0)).toBeCloseTo(activeTime, 6);
    for (const talk of talks)
      expect(talk).toBeLessThanOrEqual(Math.min(active, speechDuration ?? 0));
    expect(overlap).toBeLessThanOrEqual(speechDuration ?? 0);
    const absent = [
      ...Object.entries(performance).map(
        ([name, value]) => [`performance.${name}`, value] as const,
      ),
      ...Object.entries(transcription).map(
        ([name, value]) => [`transcription.${name}`, value] as const,
      ),
    ].filter(([, value]) => value === null);
    const named = missing
      .map(({ metric }) => metric)
      .filter((metric) => !/peakMemory|cpuSeconds/.test(metric));
    expect(named.sort()).toEqual(absent.map(([name]) => name).sort());
  }

  it('are what their descriptions say: computed, kept, and after a late segment', async () => {
    const meetings = fc.array(randomMeeting, { minLength: MEETINGS, maxLength: MEETINGS });
    const property = fc.asyncProperty(meetings, async (all) => {
      const ids = await insertMeetings(server, all);
      const computed = await read(ids);
      compare(computed, all);
      computed.forEach(checkLaws);
      expect(await read(ids)).toEqual(computed);

      const late = {
        session: null,
        begins: 30_000,
        length: 90_000,
        speaker: 'Late',
        language: 'de',
        text: 'One more thing.',
      };
      for (const id of ids.slice(0, 20)) await insertSegments(server.db, id, [late]);
      const grown = all
        .slice(0, 20)
        .map((meeting) => ({ ...meeting, segments: [...meeting.segments, late] }));
      compare(await read(ids.slice(0, 20)), grown);
    });
    await fc.assert(property, { numRuns: RUNS, seed: 20_261_121, endOnFailure: true });
  });
});
