/** Makes the document of a number: no two of one kind are alike. */
export type Kind = {
  readonly what: string;
  readonly make: (place: number) => {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  /** Sent in the address of a GET, which the library's own HTTP layer answers. */
  readonly isGet?: true;
};

const USER = ['id', 'email', 'name', 'isActive', 'createdAt', 'imageUrl', 'maxConcurrentBots'];
const MEETING = [
  'id',
  'platform',
  'nativeMeetingId',
  'status',
  'statusName',
  'startTime',
  'endTime',
  'createdAt',
  'databaseId',
  'data',
];

/** The fields whose bits are set, and one that is always there. */
function chosenFields(fields: readonly string[], bits: number): string {
  const chosen = fields.filter((_, place) => ((bits >> place) & 1) === 1);
  return ['__typename', ...chosen].join(' ');
}

export const KINDS: readonly Kind[] = [
  {
    what: 'distinct names',
    make: (place) => ({ query: `query Name${place} { viewer { access token { hint } } }` }),
  },
  {
    what: 'distinct aliases',
    make: (place) => ({ query: `{ alias${place}: viewer { access token { hint } } }` }),
  },
  {
    what: 'distinct aliases by GET',
    make: (place) => ({ query: `{ get${place}: viewer { access token { hint } } }` }),
    isGet: true,
  },
  {
    what: 'distinct literals',
    make: (place) => ({
      query: `{ user(by: {databaseId: "${place + 1}"}) { id email apiTokens { edges { node { id hint } } } } }`,
    }),
  },
  {
    what: 'distinct variables',
    make: (place) => ({
      query: `query ($id${place}: BigInt) { user(by: {databaseId: $id${place}}) { id email } }`,
      variables: { [`id${place}`]: place + 1 },
    }),
  },
  {
    what: 'distinct selections',
    make: (place) => ({
      query: `{ meetings(first: 2) { edges { node { ${chosenFields(MEETING, place)} user { a${place}: id ${chosenFields(USER, place >> MEETING.length)} } } } } }`,
    }),
  },
  {
    what: 'distinct filters',
    make: (place) => ({
      query: `{ users(first: 1, filter: {search: "s${place}"${place % 2 === 0 ? ', isActive: true' : ''}}) { edges { node { id } } } }`,
    }),
  },
  {
    what: 'large ones, about 700 fields',
    make: (place) => {
      const roots = Array.from({ length: 17 }, (_, at) => `a${at}_${place}: viewer { ...F }`);
      return {
        query: `{ ${roots.join(' ')} } fragment F on Viewer { access adminKeyName user { ${USER.join(' ')} usage { totalRequests } } token { id hint name scopes status createdAt } }`,
      };
    },
  },
  {
    what: 'mutations',
    make: (place) => ({
      query: `mutation { m${place}: revokeToken(input: {id: "none"}) { __typename ... on Error { message } } }`,
    }),
  },
  {
    what: 'invalid ones',
    make: (place) => ({ query: `{ viewer { access nothing${place} } }` }),
  },
];
