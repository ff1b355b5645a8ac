import { beforeAll, describe, expect, it } from 'vitest';
import { differences } from './compare.ts';
import { allSites, declaredAt, type Site } from './declared.ts';
import { describeStatements } from './described.ts';
import { EXPLAINED, NOT_RUN, UNRESOLVED } from './exceptions.ts';
import { type Frame, type Recorded, recordStatements } from './recorder.ts';
import { runStatements } from './scenario.ts';

// A row type at a statement is an assertion. PostgreSQL prepares each statement that the service runs
// here, and what it says of the columns is compared with the type that is declared for the rows.

type Compared = Recorded & { readonly site: Site; readonly problems: readonly string[] };

const compared: Compared[] = [];
const unresolved: Recorded[] = [];

beforeAll(async () => {
  const recorder = recordStatements();
  const { server } = await runStatements();
  const recorded = recorder.stop();
  const texts = [...new Set(recorded.map(({ text }) => text))];
  const columns = await describeStatements(server.databaseUrl, texts);
  await server.stop();
  for (const statement of recorded) {
    const row = declaredAt(statement.frames);
    if (row === null) {
      unresolved.push(statement);
      continue;
    }
    const { name, line } = row.site;
    const problems = differences(row.properties, columns.get(statement.text) ?? [])
      .map(({ property, problem }) => ({ property: `${name} ${property}`, problem }))
      .filter(({ property }) => !EXPLAINED.some(({ of }) => of.test(property)))
      .map(({ property, problem }) => `${property} (line ${line}): ${problem}`);
    compared.push({ ...statement, site: row.site, problems });
  }
});

/** Combined statements have nobody else on the stack. */
function placeOf(frames: readonly Frame[]): string | undefined {
  const frame =
    frames.find(({ passesOn }) => !passesOn) ?? frames.find(({ file }) => COMBINED.test(file));
  return frame?.file.slice(`${process.cwd()}/src/`.length);
}

const COMBINED = /\/shared-read\.ts$/;
const keyOf = ({ name, line }: Site) => `${name}:${line}`;

describe('the rows of each statement', () => {
  it('have the columns that their type declares', () => {
    expect([...new Set(compared.flatMap(({ problems }) => problems))].sort()).toEqual([]);
  });

  it('have a type that can be found, but for those listed', () => {
    const known = new Set(compared.map(({ text }) => text));
    const places = unresolved
      .filter(({ text }) => !known.has(text))
      .map(({ text, frames }) => placeOf(frames) ?? text);
    expect([...new Set(places)].sort()).toEqual(UNRESOLVED);
  });

  it('are read here, but for those listed', () => {
    const seen = new Set(compared.map(({ site }) => keyOf(site)));
    const sites = allSites();
    const missed = sites.filter((site) => !seen.has(keyOf(site))).map(({ name }) => name);
    expect(missed.filter((name) => !NOT_RUN.includes(name))).toEqual([]);
    const isThere = (name: string) => sites.some((site) => site.name === name);
    expect(NOT_RUN.filter((name) => !isThere(name))).toEqual([]);
  });
});
