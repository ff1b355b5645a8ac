import { expect, it } from 'vitest';
import { openSource } from '../../src/domain/vexa-import/source/source.ts';

// The addresses of the settings that a Vexa installation has, which are written for drivers of Python.

const problemOf = (address: string) =>
  openSource(address).then(
    () => 'connected',
    (error: unknown) => String(error),
  );

const TLS = ['', 'ssl=require', 'ssl=prefer', 'ssl=disable', 'ssl=true', 'ssl=verify-full'];
const DRIVERS = ['', '+asyncpg', '+psycopg', '+psycopg2'];
const AS_IT_IS = ['postgres://', 'postgresql://'];

it.each(TLS)('are read with what they say of TLS: %s', async (tls) => {
  for (const driver of DRIVERS.slice(1))
    for (const query of [`?${tls}`, `?application_name=x&${tls}`]) {
      const address = `postgresql${driver}://vexa:hush@127.0.0.1:1/vexa${tls && query}`;
      expect(await problemOf(address)).toContain('127.0.0.1:1 does not respond');
    }
});

it.each(['ssl=maybe', 'command_timeout=5', 'ssl=require&ssl=disable', 'sslmode=on&ssl=x'])(
  'are refused in one line, without the password, for what is not understood: %s',
  async (query) => {
    for (const start of [...AS_IT_IS, ...DRIVERS.map((driver) => `postgresql${driver}://`)]) {
      const problem = await problemOf(`${start}vexa:hush@127.0.0.1:1/vexa?${query}`);
      expect(problem).toMatch(/^StartError: --from has [^\n]+$/);
      expect(problem).not.toContain('hush');
    }
  },
);

it.each(['u:p#x@h/v', 'u:p/x@h:1/v', 'h:99999/v', '[::1/v', 'h1:1,h2:2/v'])(
  'are refused in one line if they are none: %s',
  async (rest) => {
    for (const start of [...AS_IT_IS, 'postgresql+asyncpg://']) {
      const problem = await problemOf(`${start}${rest}`);
      expect(problem).toMatch(/^StartError: --from cannot be read\. [^\n]+$/);
    }
  },
);
