import { GROUP_KIND } from './group-kind.ts';
import { USER_KIND } from './user-kind.ts';

// What the schemas of RFC 7643 define, in lower case. The service stores only a part of it.

const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Parts = readonly string[];

/** What a value of a list may have, unless its schema says otherwise (section 2.4). */
const VALUE: Parts = ['value', 'display', 'type', 'primary', '$ref'];

/** Section 4.1. */
const USER: Readonly<Record<string, Parts>> = {
  username: [],
  name: [
    'formatted',
    'familyname',
    'givenname',
    'middlename',
    'honorificprefix',
    'honorificsuffix',
  ],
  displayname: [],
  nickname: [],
  profileurl: [],
  title: [],
  usertype: [],
  preferredlanguage: [],
  locale: [],
  timezone: [],
  active: [],
  password: [],
  emails: VALUE,
  phonenumbers: VALUE,
  ims: VALUE,
  photos: VALUE,
  addresses: [
    ...VALUE,
    'formatted',
    'streetaddress',
    'locality',
    'region',
    'postalcode',
    'country',
  ],
  groups: VALUE,
  entitlements: VALUE,
  roles: VALUE,
  x509certificates: VALUE,
};

/** Section 4.2. */
const GROUP = { displayname: [], members: VALUE };

/** Section 4.3. */
const ENTERPRISE = {
  employeenumber: [],
  costcenter: [],
  organization: [],
  division: [],
  department: [],
  manager: ['value', '$ref', 'displayname'],
};

const SCHEMAS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [USER_KIND.urn.toLowerCase(), namesIn(USER)],
  [GROUP_KIND.urn.toLowerCase(), namesIn(GROUP)],
  [ENTERPRISE_URN.toLowerCase(), namesIn(ENTERPRISE)],
]);

/** With a point before a part. */
function namesIn(attributes: Readonly<Record<string, Parts>>): ReadonlySet<string> {
  const names = Object.entries(attributes).flatMap(([name, parts]) => [
    name,
    ...parts.map((part) => `${name}.${part}`),
  ]);
  return new Set(names);
}

/** Whether the named schema, or one of them, defines an attribute. */
export function isDefined(urn: string | null, name: string): boolean {
  if (urn !== null) return SCHEMAS.get(urn.toLowerCase())?.has(name) ?? false;
  return [...SCHEMAS.values()].some((names) => names.has(name));
}
