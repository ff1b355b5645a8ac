import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canRead } from './installation.ts';
import { createNodes, type Nodes, nodeEnv } from './nodes.ts';
import { run } from './process.ts';

const NOBODY = 65_534;
const LOWEST_FREE = '/proc/sys/net/ipv4/ip_unprivileged_port_start';

let nodes: Nodes;
const taken = createServer();
beforeAll(async () => {
  nodes = await createNodes();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  taken.close();
  await nodes.drop();
});

const refusedWith = async (env: Readonly<Record<string, string>>, uid?: number) => {
  const all = { ...nodeEnv(nodes.databaseUrl), ...env };
  const { code, errors } = await run({ env: all, ...(uid !== undefined && { uid }) });
  expect(code).toBe(1);
  return errors;
};

it.each(['PORT', 'METRICS_PORT'])('a taken %s is refused with that setting', async (setting) => {
  const { port } = taken.address() as AddressInfo;
  expect(await refusedWith({ [setting]: String(port) })).toBe(
    `latchkey: Port ${port} on 127.0.0.1 is in use: stop the other program, or set ${setting} to another port\n`,
  );
});

it.each(['192.0.2.1', 'no-such-host.invalid'])(
  'an address of others, %s, is refused with HOST',
  async (host) => {
    expect(await refusedWith({ HOST: host })).toMatch(
      /^latchkey: HOST \S+ is not an address of this machine: set HOST to .*\n$/,
    );
  },
);

/** Whether an account without rights may not open every port, and can run the service. */
const hasClosedPorts =
  process.getuid?.() === 0 && canRead(NOBODY) && Number(readFileSync(LOWEST_FREE, 'utf8')) > 80;
if (!hasClosedPorts)
  process.stdout.write('NOT RUN: ports that an account may not open, as there are none here\n');

it.runIf(hasClosedPorts).each(['PORT', 'METRICS_PORT'])(
  'a %s that this account may not open is refused with that setting',
  async (setting) => {
    expect(await refusedWith({ [setting]: '80' }, NOBODY)).toBe(
      `latchkey: This account cannot open port 80: set ${setting} to a number above 1023\n`,
    );
  },
);
