import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../start/process.ts';
import { INLINE, inlineIn } from './inline.ts';
import { readPages } from './pages.ts';
import { openPlace, type Place } from './place.ts';
import { runCommand } from './shell.ts';

const COMMANDS = [...new Set(readPages().flatMap(inlineIn))];
const PROGRAM = /^(?:npx latchkey|docker compose exec latchkey node dist\/latchkey\.js) (.*)$/;

describe('the commands within the text of documents', () => {
  it('are each run here or elsewhere, or are an exception with a reason', () => {
    expect(COMMANDS.toSorted()).toEqual(Object.keys(INLINE).toSorted());
    for (const way of Object.values(INLINE))
      if ('file' in way)
        for (const word of way.words) expect(readFileSync(way.file, 'utf8')).toContain(word);
  });
});

describe('a command within a text', () => {
  let place: Place;
  beforeAll(async () => {
    build();
    place = await openPlace();
    await place.enter('');
  });
  afterAll(() => place.close());

  const runnable = Object.entries(INLINE).flatMap(([text, way]) =>
    'prints' in way ? [[text, way] as const] : [],
  );
  it.each(runnable)('does what the page says: %s', async (text, { prints, standIns = '' }) => {
    const source = 'postgres://user:password@host:5432/vexa';
    const command = place.adapted(text.replace('postgres://…', source));
    expect(await runCommand({ ...place.shell, standIns }, command), text).toMatch(prints);
  });

  const ours = COMMANDS.flatMap((text) => {
    const [, words] = PROGRAM.exec(text) ?? [];
    return words === undefined ? [] : [words.split(' ')];
  });
  it.each(ours)('is one that the program explains, with its words: %s', async (name, ...words) => {
    const help = await runCommand(place.shell, `npx latchkey ${name} --help`);
    const named = words.filter((word) => /^-?-?[a-z][a-z-]*$/.test(word));
    for (const word of named) expect(help).toMatch(new RegExp(`(?<![\\w-])${word}(?![\\w-])`));
  });
});
