import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { partsOf, removalDay, undeclaredBreaks } from './schema-breaks.ts';

/**
 * Breaks that the next release makes without deprecation, by their paths. Each needs a line marked
 * **Changed** in CHANGELOG.md that names it; a release empties the list.
 */
const DECLARED: readonly string[] = [];

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const current = buildSchema(read('schema/schema.graphql'));

describe('the schema', () => {
  it('breaks nothing of the last release that was not deprecated first', async () => {
    const released = buildSchema(read('schema/released.graphql'));
    const today = new Date().toISOString().slice(0, 10);
    const breaks = await undeclaredBreaks(released, current, today);
    expect(breaks.filter((text) => !DECLARED.some((path) => text.startsWith(`${path}: `)))).toEqual(
      [],
    );
  });

  it('names in the changelog what it breaks', () => {
    const [, unreleased = ''] = read('CHANGELOG.md').split('\n## ');
    const changed = unreleased.split('\n').filter((line) => line.includes('**Changed**'));
    const silent = DECLARED.filter((path) => !changed.some((line) => line.includes(path)));
    expect(silent).toEqual([]);
  });

  it('says of everything deprecated what to use, and until when it stays', () => {
    const vague = partsOf(current).filter(
      ({ reason }) => typeof reason === 'string' && removalDay(reason) === null,
    );
    expect(vague).toEqual([]);
  });
});

const OLD = `
  type Query { user(id: ID, DEPRECATED_ARGUMENT: Int): User, gone: Gone GONE, users(by: By): [User] }
  type User { name: String OLD, email: String, kind: Kind }
  type Gone { id: ID }
  input By { id: ID, name: String OLD }
  enum Kind { A, B OLD }
`;
const PAST = '@deprecated(reason: "Use `email`. Removed after 2026-01-31.")';

function schemaOf(sdl: string, old: string, gone = old) {
  const text = sdl.replaceAll('OLD', old).replaceAll('GONE', gone);
  return buildSchema(text.replace('DEPRECATED_ARGUMENT: Int', `old: Int ${old}`));
}

type Edit = readonly [what: string, from: string, to: string, paths: readonly string[]];

const EDITS: readonly Edit[] = [
  ['a field', 'name: String OLD, email', 'email', ['User.name']],
  ['the type of a field', 'name: String OLD, email', 'name: Int, email', ['User.name']],
  ['an argument', ', DEPRECATED_ARGUMENT: Int', '', ['Query.user.old']],
  ['an input field', ', name: String OLD }', ' }', ['By.name']],
  ['an enum value', ', B OLD', '', ['Kind.B']],
  ['a type with its last field', 'gone: Gone GONE, ', '', ['Query.gone']],
];

describe('the rule for breaks', () => {
  it.each(EDITS)('lets %s go only after its day', async (what, from, to, paths) => {
    const edited = OLD.replace(from, to).replace(
      what.startsWith('a type') ? 'type Gone { id: ID }' : /$^/,
      '',
    );
    const breaksOf = (reason: string, today: string) =>
      undeclaredBreaks(schemaOf(OLD, reason), schemaOf(edited, ''), today);
    expect(await breaksOf(PAST, '2026-02-01')).toEqual([]);
    for (const [reason, today] of [
      [PAST, '2026-01-31'],
      ['', '2026-02-01'],
      ['@deprecated', '2026-02-01'],
      ['@deprecated(reason: "Removed after 2026-01-31.")', '2026-02-01'],
      ['@deprecated(reason: "Use `email`.")', '2026-02-01'],
      ['@deprecated(reason: "Use `email`. Removed after 2026-13-45.")', '2026-02-01'],
    ] as const)
      expect((await breaksOf(reason, today)).join(), reason).toContain(paths[0]);
  });

  it('lets everything stay that clients do not notice', async () => {
    const more = OLD.replace('email: String', 'email: String!, phone: String');
    expect(await undeclaredBreaks(schemaOf(OLD, ''), schemaOf(more, PAST), '2026-01-01')).toEqual(
      [],
    );
  });
});
