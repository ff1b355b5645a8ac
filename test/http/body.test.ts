import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readBody } from '../../src/api/http/body.ts';
import { growingBuffer } from '../../src/api/http/growing-buffer.ts';
import type { Listening } from '../../src/api/http/listen.ts';
import { type Handler, jsonAnswer } from '../../src/core/http/exchange.ts';
import { dial, openServer, type Talk, until } from './raw-connection.ts';

// What the body of a request may cost before anybody knows who sends it.

let listening: Listening | null = null;
afterEach(async () => {
  await listening?.close();
  listening = null;
});

const echo: Handler = async ({ body }) => jsonAnswer(200, { length: body?.length ?? 0 });

async function open(handle = echo): Promise<number> {
  listening = await openServer(handle);
  return listening.port;
}

const POST = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const MEGABYTE = 1_048_576;

/** A JSON text of this length, in chunks of one byte each. */
function singleBytes(length: number): string {
  return `1\r\n"\r\n${'1\r\na\r\n'.repeat(length - 2)}1\r\n"\r\n0\r\n\r\n`;
}

describe('chunks', () => {
  it('of one byte each are read up to a number, and then refused and hung up on', async () => {
    const port = await open();
    const some = await dial(port);
    some.socket.write(CHUNKED + singleBytes(1_000));
    await until(() => some.statuses().length === 1);
    expect(some.statuses()).toEqual([200]);
    expect(some.received()).toContain('{"length":1000}');

    const many = await dial(port);
    many.socket.write(CHUNKED + singleBytes(100_000));
    await many.ended;
    expect(many.statuses()).toEqual([413]);
    expect(many.received()).toMatch(/connection: close[\s\S]*more than 1024 chunks/i);
  });

  it('that come with the refused one are not kept', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const server = createServer(async (request, response) => {
      await readBody(request, { mayHold: () => true, isJsonUnsaid: false });
      setImmediate(() => resolve(request.readableLength));
      response.destroy();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { socket } = await dial((server.address() as AddressInfo).port);
    socket.write(CHUNKED + singleBytes(100_000));
    expect(await promise).toBe(0);
    await new Promise((closed) => server.close(closed));
  });

  it('of any sizes make one text, in a buffer of no more than twice its bytes', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(parts, (chunks) => {
        let held = 0;
        const buffer = growingBuffer(MEGABYTE, (more) => {
          held += more;
          return true;
        });
        for (const chunk of chunks) expect(buffer.add(Buffer.from(chunk))).toBe(true);
        const whole = Buffer.concat(chunks);
        expect(buffer.bytes().equals(whole)).toBe(true);
        expect(held).toBeLessThanOrEqual(Math.max(1_024, 2 * whole.length));
        // Nothing of what was read from a connection is kept.
        expect(buffer.bytes().buffer.byteLength).toBe(held);
      }),
    );
  });

  it('are refused when there is no memory for them', () => {
    let free = 1_024;
    const buffer = growingBuffer(MEGABYTE, (bytes) => {
      free -= bytes;
      return free >= 0;
    });
    expect(buffer.add(Buffer.alloc(1_000))).toBe(true);
    expect(buffer.add(Buffer.alloc(1_000))).toBe(false);
  });
});

/** Everything of a body of one megabyte but its end. */
const UNFINISHED = `${POST}Content-Length: ${MEGABYTE}\r\n\r\n"${'a'.repeat(MEGABYTE - 2)}`;
const SMALL = `${POST}Content-Length: 4\r\n\r\n"ab"`;

async function isTurnedAway({ ended, statuses, received }: Talk): Promise<void> {
  // It is hung up on.
  await ended;
  expect(statuses()).toEqual([503]);
  expect(received()).toMatch(/retry-after: 1\r\n/i);
  expect(received()).toMatch(/connection: close\r\n/i);
}

describe('bodies of 1 MB that are read at the same time', () => {
  it('fill no more than half of the memory for one address, and leave some to others', async () => {
    const port = await open();
    const crowd = await Promise.all(Array.from({ length: 40 }, () => dial(port)));
    for (const { socket } of crowd) socket.write(UNFINISHED);
    const hasStatus = () => crowd.filter(({ statuses }) => statuses().length > 0);
    await until(() => hasStatus().length >= 8);
    // Another address sends as much, and has its answer.
    const other = await dial(port, '127.0.0.2');
    other.socket.write(`${UNFINISHED}"`);
    await until(() => other.statuses().length === 1);
    expect(other.statuses()).toEqual([200]);

    // Those that found room are answered when they end, and what they held is free again.
    for (const { socket } of crowd) socket.write('"');
    await until(() => hasStatus().length === crowd.length);
    const turnedAway = crowd.filter(({ statuses }) => statuses()[0] !== 200);
    // How many, depends on who sent how much by then.
    expect(turnedAway.length).toBeLessThanOrEqual(24);
    await Promise.all(turnedAway.map(isTurnedAway));
    const again = await Promise.all(Array.from({ length: 20 }, () => dial(port)));
    for (const { socket } of again) socket.write(`${UNFINISHED}"${SMALL}`);
    await until(() => again.every(({ statuses }) => statuses().length === 2));
    expect(new Set(again.flatMap(({ statuses }) => statuses()))).toEqual(new Set([200]));
    for (const { socket } of [...crowd, other, ...again]) socket.destroy();
  });
});

describe('what stands before a body', () => {
  it('may have a hundred header fields, and no more', async () => {
    const port = await open();
    const fields = (count: number) =>
      Array.from({ length: count }, (_, place) => `X-${place}: y\r\n`).join('');
    const talk = await dial(port);
    talk.socket.write(`GET / HTTP/1.1\r\nHost: x\r\n${fields(99)}\r\n`);
    talk.socket.write(`GET / HTTP/1.1\r\nHost: x\r\n${fields(100)}\r\n`);
    await until(() => talk.statuses().length === 2);
    talk.socket.destroy();
    expect(talk.statuses()).toEqual([200, 431]);
  });

  it('costs time in proportion to its length, whatever it says', async () => {
    const port = await open();
    const blanks = ' '.repeat(12_000);
    // The worst for each pattern that a header meets. Each would take minutes if it were read back
    // and forth; a thousand of them are read in seconds.
    const worst = [
      `Content-Type: application/json;${blanks}x`,
      `Content-Type: application/json${blanks};;`,
      `Content-Type: application/json; charset=${blanks}"utf-8`,
      `X-Request-Id: ${'a.-'.repeat(4_000)}!`,
      `X-Forwarded-For: ${'1.1.1.1:1,'.repeat(1_200)}`,
    ];
    const talk = await dial(port);
    for (const line of worst)
      for (let round = 0; round < 20; round += 1)
        talk.socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${line}\r\nContent-Length: 2\r\n\r\n{}`);
    await until(() => talk.statuses().length === 100);
    talk.socket.destroy();
    expect(talk.statuses().filter((status) => status === 200 || status === 415)).toHaveLength(100);
  });
});

describe('a JSON text of many names and values', () => {
  const many = (count: number, item: (place: number) => string, ends: string): string => {
    const items = Array.from({ length: count }, (_, place) => item(place));
    return `${ends[0]}${items.join(',')}${ends[1]}`;
  };
  /** About as many names and values as are asked for. */
  const SHAPES: Readonly<Record<string, (count: number) => string>> = {
    'names of one object': (count) => many(count / 2, (place) => `"k${place}":1`, '{}'),
    'objects with a name each': (count) => many(count / 3, (place) => `{"k${place}":1}`, '[]'),
    'the same name': (count) => many(count / 2, () => '"k":1', '{}'),
    texts: (count) => many(count, (place) => `"${place}"`, '[]'),
    'empty lists': (count) => many(count / 2, () => '[]', '[]'),
    numbers: (count) => many(count, () => '1', '[]'),
  };

  it.each(Object.entries(SHAPES))(
    'as %s is read up to a number, and not parsed beyond',
    async (_name, textOf) => {
      let handled = 0;
      const port = await open(() => {
        handled += 1;
        return Promise.resolve(jsonAnswer(200, {}));
      });
      const send = async (body: string) => {
        const response = await fetch(`http://127.0.0.1:${port}/echo`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-api-key': 'not known yet' },
          body,
        });
        return { status: response.status, text: await response.text() };
      };
      expect((await send(textOf(40_000))).status).toBe(200);
      const refused = await send(textOf(60_000));
      expect(refused).toEqual({
        status: 413,
        text: expect.stringContaining('more than 50000 names and values; send less per request'),
      });
      // Within a text they are none.
      expect((await send(JSON.stringify(textOf(60_000)))).status).toBe(200);
      expect(handled).toBe(2);
    },
  );
});
