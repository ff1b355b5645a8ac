import { expect } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { VexaDatabase } from '../vexa-import/source.ts';
import { CANARIES, hooked } from './given-secrets.ts';
import { hiddenIn } from './secret-places.ts';
import type { Sender } from './sender.ts';

type Import = {
  readonly source: VexaDatabase;
  /** Its address, with a password that is a secret. */
  readonly from: string;
};

/** Fills a database of Vexa with secrets, and imports it. */
export async function importAll(
  { server, answers }: Sender,
  { source, from }: Import,
): Promise<void> {
  const places = hiddenIn(CANARIES.byImportDeep);
  for (const [place, deep] of places.entries()) {
    const data = { ...deep, ...hooked(CANARIES.byImport), kept: 'kept-by-import' };
    const { rows } = await source.client.query<{ id: number }>(
      'insert into users (email, data) values ($1, $2) returning id',
      [`imported${place}@example.com`, data],
    );
    const changes = [
      {
        to: 'active',
        timestamp: '2026-01-01T10:00:00',
        ...deep,
        reason: `refused with ${CANARIES.inReason}.`,
        source: `hook ${CANARIES.inSource}`,
        kept: 'kept-by-import',
      },
      { unreadable: deep },
    ];
    await source.client.query(
      `insert into meetings (user_id, platform, status, data) values ($1, 'zoom', 'active', $2)`,
      [rows[0]?.id, { ...data, status_transition: changes }],
    );
  }
  await source.client.query('insert into users (email, data) values ($1, $2)', [
    'list@example.com',
    JSON.stringify([hooked(CANARIES.byImportDeep)]),
  ]);
  const deep = `${'['.repeat(2_500)}${JSON.stringify(hooked(CANARIES.byImportDeep))}${']'.repeat(2_500)}`;
  const { rows: nested } = await source.client.query<{ id: number }>(
    `insert into users (email, data) values ('nested@example.com', $1) returning id`,
    [`{"kept": "kept-by-import", "hook": ${deep}}`],
  );
  await source.client.query(
    `insert into meetings (user_id, platform, status, data) values ($1, 'zoom', 'active', $2)`,
    [
      nested[0]?.id,
      `{"hook": ${deep}, "status_transition": [{"to": "active", "timestamp": "2026-01-01T10:00:00", "hook": ${deep}}]}`,
    ],
  );
  await source.client.query(
    `insert into api_tokens (token, user_id, scopes) values ($1, 1, '{bot}')`,
    [CANARIES.foreignKey],
  );
  const report = await importVexa(server.app, { from, renumber: true });
  answers.push(JSON.stringify(report));
  const left = report.tally.notes.filter(({ text }) => text.includes('have a secret'));
  expect(left.map(({ table, count }) => [table, count])).toEqual([
    ['users', places.length + 2],
    ['transitions', places.length + 1],
    ['meetings', places.length + 1],
  ]);
  expect((await importVexa(server.app, { from, renumber: true })).tally.counts.users.written).toBe(
    0,
  );
}
