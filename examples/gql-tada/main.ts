import { initGraphQLTada } from 'gql.tada';
import { print } from 'graphql';
import type { introspection } from './graphql-env.d.ts';

// The types of the document come from its text: nothing is generated for it.

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {
    BigInt: number;
    DateTime: string;
    EmailAddress: string;
    JSONObject: Record<string, unknown>;
    NonNegativeInt: number;
    PositiveInt: number;
    TimeZone: string;
    URL: string;
  };
}>();

const VIEWER = graphql(`
  query Viewer {
    viewer { access user { email createdAt } }
    users(first: 2) { totalCount edges { node { email role } } }
  }
`);

type Data = ReturnType<(typeof VIEWER)['__apiType'] & {}>;

const service = process.env['LATCHKEY_URL'] ?? 'http://127.0.0.1:8056';
const response = await fetch(`${service}/graphql`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-Admin-API-Key': process.env['ADMIN_KEY'] ?? '',
  },
  body: JSON.stringify({ query: print(VIEWER) }),
});
const { data } = (await response.json()) as { readonly data: Data };
console.log(data.viewer?.access.join(', '), data.users?.totalCount);
