import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestServer } from './server.ts';

/** Texts that must not be found again, by what they are. */
export type Canaries = Readonly<Record<string, string>>;

/** A text in all forms in which it could stand in a dump, a log line or an answer. */
export function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, 'utf16le');
  const inJson = JSON.stringify(text).slice(1, -1);
  const forms = [
    text,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams({ '': text }).toString().slice(1),
    [...text].toReversed().join(''),
    // However the rest is escaped.
    longestWord(text),
    ...[bytes, wide].flatMap((one) => [one.toString('hex'), one.toString('hex').toUpperCase()]),
    ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift)),
  ];
  return [...new Set(forms)];
}

function longestWord(text: string): string {
  const words = text.match(/[A-Za-z0-9]{12,}/g) ?? [text];
  return words.reduce((one, other) => (other.length > one.length ? other : one));
}

/** The part of an encoding that is the same whatever stands before and after, at each of three places. */
function base64At(bytes: Buffer, shift: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  const end = Math.floor(whole.length / 3) * 3;
  const start = shift === 0 ? 0 : 4;
  const standard = whole.subarray(0, end).toString('base64').slice(start);
  return [standard, standard.replaceAll('+', '-').replaceAll('/', '_')];
}

/** Which canaries stand in a text, and in which form. */
export function findIn(text: string, canaries: Canaries): string[] {
  return Object.entries(canaries).flatMap(([name, canary]) =>
    formsOf(canary)
      .filter((form) => text.includes(form))
      .map((form) => `${name} as ${form}`),
  );
}

/** Everything that the database holds, by table; with the server's own program as well where it is installed. */
export async function dumpOf({
  db,
  databaseUrl,
}: TestServer): Promise<ReadonlyMap<string, string>> {
  const tables = await db.prisma.$queryRawUnsafe<{ schema: string; name: string }[]>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
  );
  const dump = new Map<string, string>();
  for (const { schema, name } of tables) {
    const rows = await db.prisma.$queryRawUnsafe<{ line: string }[]>(
      // Twice: a row as text doubles quotes and backslashes, as JSON it escapes them.
      `select t::text || ' ' || to_jsonb(t)::text as line from "${schema}"."${name}" t`,
    );
    dump.set(name, rows.map(({ line }) => line).join('\n'));
  }
  const program = join(inject('postgres').programs, 'pg_dump');
  if (existsSync(program)) {
    const options = { encoding: 'utf8', maxBuffer: 100_000_000 } as const;
    dump.set('pg_dump', execFileSync(program, ['--inserts', databaseUrl], options));
  }
  return dump;
}
