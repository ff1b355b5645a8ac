import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackupManifest } from '../../src/data/backup/manifest.ts';
import { type ExportBase, readLaterEvents } from '../../src/domain/backup/audit-export.ts';
import { backupVault } from '../../src/domain/backup/backup-vault.ts';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import {
  backedUp,
  exportAudit,
  newFolder,
  PEPPER,
  removeFolder,
  restore,
  SAME,
} from './commands.ts';

/** Some keys, of which one is revoked. */
async function someEvents(server: TestServer): Promise<void> {
  const user = await seedUser(server, { name: 'Ada, "after":1' });
  await seedKey(server, user);
  const { id } = await seedKey(server, user);
  await server.graphql(`mutation { revokeToken(input: {id: "${id}"}) { __typename } }`, {
    admin: server.adminKey,
  });
  await server.fetch('/admin/users', { headers: { 'x-admin-api-key': 'wrong' } });
}

async function linesOf(home: Home): Promise<string[]> {
  return (await exportAudit(home)).output.trimEnd().split('\n');
}

describe('an export with which a backup is restored', () => {
  const folder = newFolder();
  const file = join(folder, 'audit.jsonl');
  let home: Home;
  let other: Home;
  let path: string;
  let lines: string[];
  let ofOther: string[];
  let head: number;
  let base: ExportBase;

  beforeAll(async () => {
    home = await createHome();
    other = await createHome();
    await during(home, SAME, someEvents);
    path = await backedUp(home, folder);
    await during(home, SAME, someEvents);
    lines = await linesOf(home);
    await during(other, SAME, async (server) => {
      for (let round = 0; round < 4; round += 1) await someEvents(server);
    });
    ofOther = await linesOf(other);
    const manifest = await readBackupManifest(path);
    head = Number(manifest.auditHead?.split(':')[0]);
    const vault = await backupVault(
      { folder: path, manifest },
      { current: PEPPER, previous: null },
    );
    base = { head: manifest.auditHead, vault };
  });
  afterAll(async () => {
    for (const { databaseUrl } of [home, other]) await dropScratchDatabase(databaseUrl);
    removeFolder(folder);
  });

  const refusalOf = (text: string) => {
    writeFileSync(file, text);
    return readLaterEvents(file, base).then(
      () => null,
      (error: Error) => error.message,
    );
  };

  it.each<[string, () => string, RegExp]>([
    ['an empty file', () => '', /is empty: .* or restore without --audit-export/],
    ['a blank line', () => '\n', /is empty: /],
    [
      'the events before the end of the backup alone',
      () => lines.slice(0, head - 1).join('\n'),
      /does not contain the end of the backup's audit log, event \d+: its last line, \d+, is/,
    ],
    [
      'another installation, as short as that',
      () => ofOther.slice(0, head - 1).join('\n'),
      /was altered in line 1, or is of another installation: .* Use the export of this/,
    ],
    [
      'another installation',
      () => ofOther.join('\n'),
      /was altered in line 1, or is of another installation: /,
    ],
    [
      'a revocation that was made something else',
      () => lines.join('\n').replaceAll('"TOKEN_REVOKED"', '"TOKEN_UPDATED"'),
      /was altered in line \d+, .*: the hash of event \d+ is not that of its content\. Use the export/,
    ],
  ])('is refused by the restore if it is %s', async (_, text, problem) => {
    writeFileSync(file, text());
    const { databaseUrl, code, errors } = await restore(path, ['--audit-export', file]);
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toContain(`latchkey: ${file} `);
    expect(errors).toMatch(problem);
    expect(await query(databaseUrl, `select from pg_class where relname = 'users'`)).toEqual([]);
    await dropScratchDatabase(databaseUrl);
  });

  it('is refused wherever it ends before the end of the backup, and read from there on', async () => {
    for (let end = 1; end <= lines.length; end += 1) {
      const refusal = await refusalOf(lines.slice(0, end).join('\n'));
      if (end >= head) expect(refusal).toBeNull();
      else expect(refusal).toMatch(/does not contain the end of the backup's audit log/);
    }
  });

  it('may begin anywhere up to the event after that end', async () => {
    for (let begin = 0; begin < lines.length; begin += 1) {
      const refusal = await refusalOf(lines.slice(begin).join('\n'));
      if (begin <= head) expect(refusal).toBeNull();
      else expect(refusal).toMatch(/begins in line 1 with event \d+, after the end of the backup/);
    }
  });

  it('is refused with any value of any line changed, named by its line', async () => {
    for (const [place, line] of lines.entries()) {
      for (const [name, value] of Object.entries(JSON.parse(line) as object)) {
        const changed = changedValue(line, name, value);
        if (changed === null) continue;
        const refusal = await refusalOf(lines.with(place, changed).join('\n'));
        expect(refusal, `${name} of line ${place + 1}`).toMatch(/ in line \d+|its last line, \d+/);
      }
    }
  });

  it('says how many of its events cannot be verified for want of their key', async () => {
    writeFileSync(file, lines.join('\n'));
    const none = { mac: () => null };
    expect(await readLaterEvents(file, { ...base, vault: none })).toMatchObject({
      unverified: lines.length,
    });
    expect(await readLaterEvents(file, base)).toMatchObject({ unverified: 0 });
  });
});

/** Null for what is no part of an event: which key its hash is under, and what an erasure leaves. */
function changedValue(line: string, name: string, value: unknown): string | null {
  if (name === 'keyId') return null;
  if (name === 'before' || name === 'after') {
    const begin = line.indexOf(`,"${name}":`) + name.length + 4;
    return `${line.slice(0, begin)}{"a": 1}${value === null ? line.slice(begin + 4) : line.slice(endOf(line, begin))}`;
  }
  const json = JSON.stringify(value);
  return line.replace(`"${name}":${json}`, `"${name}":${JSON.stringify(another(name, value))}`);
}

function endOf(line: string, begin: number): number {
  const next = line.indexOf(',"after":', begin);
  return next < 0 ? line.length - 1 : next;
}

function another(name: string, value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (name === 'at') return new Date(Date.parse(String(value)) + 1).toISOString();
  if (typeof value === 'string') return value.replace(/^.?/, (sign) => (sign === 'a' ? 'b' : 'a'));
  return ['actorId', 'actorUserId', 'targetId', 'number', 'part', 'parts'].includes(name) ? 7 : 'x';
}
