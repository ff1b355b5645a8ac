import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../src/api/http/client-address.ts';
import { trustProxy } from '../../src/core/config/trust-proxy.ts';

const PROXY = '10.0.0.5';

function find(setting: string, forwarded: string | undefined, peer: string | undefined = PROXY) {
  return clientAddress(trustProxy.parse(setting))(peer, forwarded);
}

describe('a proxy adds the address of its peer at the right end', () => {
  it.each([
    // setting, header, address
    ['false', '198.51.100.1', PROXY],
    ['0', '198.51.100.1', PROXY],
    ['true', '198.51.100.1, 203.0.113.8', '203.0.113.8'],
    ['1', '198.51.100.1, 203.0.113.8', '203.0.113.8'],
    ['1', undefined, PROXY],
    ['1', '', PROXY],
    ['1', '203.0.113.8,', PROXY],
    ['2', '198.51.100.1, 203.0.113.8, 10.9.9.9', '203.0.113.8'],
    ['2', '203.0.113.8', '203.0.113.8'],
    ['3', '198.51.100.1, unknown, 203.0.113.8', '203.0.113.8'],
    ['1', '198.51.100.1, unknown', PROXY],
    ['10.0.0.5', '198.51.100.1, 203.0.113.8', '203.0.113.8'],
    ['private', '198.51.100.1, 203.0.113.8, 192.168.0.4, 172.31.1.1', '203.0.113.8'],
    ['private', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['10.0.0.4', '203.0.113.8', PROXY],
    ['10.0.0.0/8, 2001:db8::/32', '198.51.100.1, 203.0.113.8, 2001:db8::9', '203.0.113.8'],
    ['::ffff:10.0.0.0/104', '203.0.113.8', '203.0.113.8'],
    ['loopback', '203.0.113.8', PROXY],
  ])('TRUST_PROXY=%s: of "%s" it is %s', (setting, forwarded, address) => {
    expect(find(setting, forwarded)).toBe(address);
  });

  it.each([
    ['203.0.113.8:40001', '203.0.113.8'],
    ['"203.0.113.8:40001"', '203.0.113.8'],
    ['[2001:db8::5]:443', '2001:db8::5'],
    ['"[2001:db8::5]:443"', '2001:db8::5'],
    ['[2001:DB8:0:0::5]', '2001:db8::5'],
    ['2001:0db8:0000:0000:0000:0000:0000:0005', '2001:db8::5'],
    ['::ffff:203.0.113.8', '203.0.113.8'],
    ['[::ffff:cb00:7108]:80', '203.0.113.8'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['  203.0.113.8\t', '203.0.113.8'],
  ])('"%s" is %s', (entry, address) => {
    expect(find('1', entry)).toBe(address);
    expect(find('1', `198.51.100.1, ${entry}`)).toBe(address);
  });

  it.each([
    'unknown',
    '_hidden',
    '203.0.113',
    '203.0.113.08',
    '0x7f.1',
    '2130706433',
    '203.0.113.8:port',
    '203.0.113.8/32',
    '[203.0.113.8',
    '2001:db8::5::1',
    '"',
    '<script>',
    'a'.repeat(4_000),
    `2001:db8::5%${'z'.repeat(4_000)}`,
  ])('"%s" is no address, and what stands before it counts for nothing', (entry) => {
    expect(find('1', `198.51.100.1, ${entry}`)).toBe(PROXY);
    expect(find('private', `198.51.100.1, ${entry}`)).toBe(PROXY);
  });

  it('a connection that is closed already, and peers in any notation, have an address', () => {
    expect(clientAddress({ hops: 0 })(undefined, undefined)).toBe('0.0.0.0');
    expect(find('1', undefined, '::ffff:10.0.0.5')).toBe(PROXY);
    expect(find('10.0.0.5', '203.0.113.8', '::ffff:10.0.0.5')).toBe('203.0.113.8');
    expect(find('false', undefined, 'fe80::1%eth0')).toBe('fe80::1');
  });
});

const address = fc.oneof(fc.ipV4(), fc.ipV6());
const entry = fc.oneof(
  address,
  fc.ipV4().map((text) => `${text}:40001`),
  fc.ipV6().map((text) => `[${text}]:443`),
  fc.ipV6().map((text) => `"[${text}]"`),
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('unknown', '', '10.0.0.1', '127.0.0.1', '::1', '[', '"', ':', '%'),
);
const header = fc.array(entry, { maxLength: 40 }).map((entries) => entries.join(','));
const setting = fc.constantFrom('0', '1', '2', '10', 'true', 'loopback', 'private', '10.0.0.5');

describe('whatever a client sends', () => {
  it('only an address comes out, written in the one way, of at most 39 characters', () => {
    fc.assert(
      fc.property(setting, header, address, (trusted, forwarded, peer) => {
        const found = find(trusted, forwarded, peer);
        expect(isIP(found)).not.toBe(0);
        expect(found.length).toBeLessThanOrEqual(39);
        expect(find('1', found)).toBe(found);
      }),
      { numRuns: 2_000 },
    );
  });

  it('nothing of it matters to the left of what the proxies have added', () => {
    const hops = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        hops,
        header,
        fc.array(fc.ipV4(), { minLength: 5, maxLength: 5 }),
        (count, forged, added) => {
          const own = added.slice(0, count);
          const found = find(String(count), [forged, ...own].join(', '));
          expect(found).toBe(own[0]);
        },
      ),
    );
  });
});
