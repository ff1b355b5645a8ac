import ipaddr from 'ipaddr.js';
import { withoutEnd } from '../../core/input/trim.ts';

/** Where an IPv6 address carries an IPv4 one whose reach is what counts; none of them is needed here. */
const COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96');
/** What the internet routes; the rest of IPv6 is set aside. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Addresses at which clouds answer their own machines, with secrets among other things. That of Azure's
 * host lies in a public range, the others in private ones, which an operator can allow.
 */
const METADATA_ADDRESSES = [
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
].map((text) => ipaddr.parse(text).toNormalizedString());

/** Refused whatever else is allowed, also where IPv6 wraps it. */
export function isMetadataAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  return METADATA_ADDRESSES.includes(ipaddr.process(text).toNormalizedString());
}

/**
 * Whether an address is one of the internet at large. Everything that is private, local, shared,
 * reserved, or wraps another address is not, nor is one at which a cloud answers its machines.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  if (!(address instanceof ipaddr.IPv6)) return !isMetadataAddress(text);
  return address.match(GLOBAL) && !address.match(COMPATIBLE);
}

/** Where a service of one's own may be: other ranges are of one cable, of many receivers, or wrap an address. */
const OWN_RANGES = ['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'];

/** Whether a service of the platform may be sent to an address: one of the internet or of a private network. */
export function isServiceAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || isMetadataAddress(text)) return false;
  const address = ipaddr.process(text);
  return isPublicAddress(address.toString()) || OWN_RANGES.includes(address.range());
}

const LOCAL_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'home.arpa',
  'test',
  'example',
  'onion',
  'svc',
  'consul',
];
const METADATA = [
  'metadata.goog',
  'metadata.google.com',
  'metadata.amazonaws.com',
  'metadata.azure.com',
  'metadata.packet.net',
  'metadata.platformequinix.com',
  'metadata.tencentyun.com',
  'metadata.cloud.ibm.com',
  'metadata.oraclecloud.com',
];
/** Public names that answer with whatever address one writes into them, or with the caller's own machine. */
const MIRRORS = [
  'nip.io',
  'sslip.io',
  'xip.io',
  'ip6.name',
  'traefik.me',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'yoogle.com',
  'localho.st',
  'local.gd',
  'rbndr.us',
  'rebind.it',
  'rebind.network',
  '1u.ms',
  'nip.lv',
  'backname.io',
  'fuf.me',
  'l0.gs',
];

/** Whether a name is that of a cloud's own answers to its machines. */
export function isMetadataName(name: string): boolean {
  const plain = withoutEnd(name.toLowerCase(), '.');
  return ['metadata', 'metadata.google.internal', 'instance-data', ...METADATA].some(
    (suffix) => plain === suffix || plain.endsWith(`.${suffix}`),
  );
}

/** Whether a name is one that no outside service has, or leads back inside. */
export function isInsideName(name: string): boolean {
  const plain = withoutEnd(name.toLowerCase(), '.');
  // One word is a neighbour in the same network: redis, postgres, the gateway.
  if (!plain.includes('.')) return true;
  return [...LOCAL_SUFFIXES, ...METADATA, ...MIRRORS].some(
    (suffix) => plain === suffix || plain.endsWith(`.${suffix}`),
  );
}
