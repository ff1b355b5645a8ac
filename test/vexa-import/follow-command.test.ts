import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { until } from '../http/raw-connection.ts';
import type { TestServer } from '../support/server.ts';
import { launchImport } from './command.ts';
import { SMALL } from './fill.ts';
import { type Following, startFollower } from './following.ts';
import type { VexaDatabase } from './source.ts';

let server: TestServer;
let source: VexaDatabase;
let follow: Following['follow'];
let stop: Following['stop'];
let report: Following['report'];
let has: Following['has'];
let progressHere: Following['progressHere'];
let close: Following['close'];

beforeEach(async () => {
  ({ server, source, follow, stop, report, has, progressHere, close } =
    await startFollower('0.12'));
});
afterEach(() => close());

describe('the command', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends in order on %s, with the report',
    async (signal) => {
      const running = launchImport(server, ['--from', source.url, '--follow']);
      await has('transcript_segments', SMALL.segments);
      await source.client.query(
        `insert into transcriptions (meeting_id, start_time, end_time, text) values (2, 0, 1, 'new')`,
      );
      await running.heard('Written so far: ');
      running.child.kill(signal);
      const { code, output } = await running.ended;
      expect(code).toBe(0);
      expect(output).toMatch(/segments +[\d,]+ +901 /);
    },
  );

  it('goes on where it stopped when it was killed, without reading everything again', async () => {
    const killed = launchImport(server, ['--from', source.url, '--follow']);
    await has('transcript_segments', SMALL.segments);
    await source.client.query(
      `insert into transcriptions (meeting_id, start_time, end_time, text) values (2, 0, 1, 'first')`,
    );
    await killed.heard('Written so far: ');
    killed.child.kill('SIGKILL');
    await killed.ended;
    await source.client.query(
      `insert into transcriptions (meeting_id, start_time, end_time, text) values (2, 1, 2, 'second')`,
    );
    follow();
    await has('transcript_segments', 1, `text = 'second'`);
    stop();
    const { tally, resumed } = await report();
    expect(resumed).toBe(true);
    expect(tally.counts.segments).toMatchObject({ written: SMALL.segments + 2 });
    expect(tally.counts.segments.unchanged).toBeLessThan(SMALL.segments);
  });

  it('ends when a plain import takes over, and the next one begins anew', async () => {
    follow();
    await has('transcript_segments', SMALL.segments);
    await until(async () => (await progressHere())?.isFollowing === true);
    const plain = await importVexa(server.app, { from: source.url });
    expect(plain.resumed).toBe(false);
    expect(plain.tally.counts.segments).toEqual({
      written: 0,
      unchanged: SMALL.segments,
      skipped: 0,
    });
    await source.client.query(`update users set name = 'Changed' where id = 3`);
    await expect(report()).rejects.toThrow('Another process continues this import');
  });
});
