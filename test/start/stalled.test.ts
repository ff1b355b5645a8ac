import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWire, type Wire } from '../gateway/wire.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Longer than a running service waits before it refuses requests, and shorter than a statement may take. */
const STALL_MS = 2_500;

let server: TestServer;
let wire: Wire;
beforeAll(async () => {
  server = await startServer();
  wire = await openWire(server.databaseUrl);
});
afterAll(async () => {
  await wire.cut();
  await server.stop();
});

it.each([1, 2, 4, 8, 16, 32])(
  'a start outlives a database that stalls at piece %d of what it reads',
  async (pieces) => {
    wire.stallAfter(pieces, STALL_MS);
    const started = await startServer({ beside: { databaseUrl: wire.url } });
    const ready = await started.fetch('/health/ready');
    expect(ready.status).toBe(200);
    expect(started.logLines.join('\n')).not.toContain('does not respond');
    await started.stop();
  },
);
