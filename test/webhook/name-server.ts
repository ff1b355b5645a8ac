import { createSocket } from 'node:dgram';
import ipaddr from 'ipaddr.js';

export type NameServer = {
  readonly address: string;
  /** The names that were asked for, with the type: 1 is A, 28 is AAAA. */
  readonly asked: string[];
  readonly close: () => void;
};

/** A name server that knows these names, and is silent about all others. */
export async function startNameServer(
  known: Readonly<Record<string, readonly string[]>>,
): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query);
    asked.push(`${name} ${type}`);
    const addresses = known[name]?.map((text) => Buffer.from(ipaddr.parse(text).toByteArray()));
    if (addresses === undefined) return;
    const fitting = addresses.filter(({ length }) => length === (type === 1 ? 4 : 16));
    socket.send(answerTo(query.subarray(0, end), type, fitting), port, address);
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

const HEADER = 12;

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(question: Buffer, type: number, addresses: readonly Buffer[]): Buffer {
  const head = Buffer.from(question);
  // An answer, with so many records and nothing more.
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  const records = addresses.map((address) => {
    const record = Buffer.alloc(12);
    // The name is that of the question; class IN; a minute to live.
    record.writeUInt16BE(0xc000 + HEADER, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(address.length, 10);
    return Buffer.concat([record, address]);
  });
  return Buffer.concat([head, ...records]);
}
