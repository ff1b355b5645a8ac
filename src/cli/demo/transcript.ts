import type { Random } from './random.ts';

export type DemoSegment = {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly speaker: string | null;
  readonly language: string;
};

const SENTENCES = {
  en: [
    'Let us start with the numbers.',
    'Can everybody see my screen?',
    'I think we should ship it on Thursday.',
    'That is a good point.',
    'Who takes this one?',
    'I will write it down and send it around.',
  ],
  es: [
    'Empezamos con los números.',
    '¿Me escucháis bien?',
    'Lo vemos mañana por la mañana.',
    'De acuerdo, lo apunto.',
  ],
  de: ['Fangen wir mit den Zahlen an.', 'Hört ihr mich?', 'Das klären wir bis Freitag.'],
} as const;

const LANGUAGES: [keyof typeof SENTENCES, ...(keyof typeof SENTENCES)[]] = [
  'en',
  'en',
  'en',
  'es',
  'de',
];

/** What was said while the bot was in the call: a few voices, pauses, and now and then two at once. */
export function demoTranscript(
  random: Random,
  seconds: number,
  speakers: readonly string[],
): DemoSegment[] {
  const main = random.pick(LANGUAGES);
  const segments: DemoSegment[] = [];
  let at = random.between(1, 20);
  while (at < seconds) {
    const length = random.between(4, 22);
    // Now and then somebody falls into another language.
    const language = random.next() < 0.04 ? random.pick(LANGUAGES) : main;
    segments.push({
      startOffset: at,
      endOffset: Math.min(at + length, seconds),
      text: SENTENCES[language][random.between(0, SENTENCES[language].length - 1)] ?? '',
      speaker:
        random.next() < 0.05 ? null : (speakers[random.between(0, speakers.length - 1)] ?? null),
      language,
    });
    at += Math.max(1, length + random.between(-3, 12));
  }
  return segments;
}
