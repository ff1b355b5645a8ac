import { GraphQLClient } from 'graphql-request';
import { CREATE_USER, USERS } from '../operations.ts';
import { outcomeOf } from '../outcome.ts';
import { fetchWithRetry } from '../retry.ts';

// Creates the user named on the command line, and prints the addresses of all users.

const service = process.env['LATCHKEY_URL'] ?? 'http://127.0.0.1:8056';
const client = new GraphQLClient(`${service}/graphql`, {
  fetch: fetchWithRetry,
  headers: { 'X-Admin-API-Key': process.env['ADMIN_KEY'] ?? '' },
});

async function* allUsers() {
  for (let after: string | null = null; ; ) {
    const { users }: Awaited<ReturnType<typeof page>> = await page(after);
    if (!users) return;
    for (const { node } of users.edges) yield node;
    if (!users.pageInfo.hasNextPage) return;
    after = users.pageInfo.endCursor ?? null;
  }
}

function page(after: string | null) {
  return client.request(USERS, { first: 100, after });
}

const [email] = process.argv.slice(2);
if (email !== undefined) {
  const { createUser } = await client.request(
    CREATE_USER,
    { input: { email } },
    { 'Idempotency-Key': `create-${email}` },
  );
  if (createUser) console.log(outcomeOf(createUser));
}
for await (const { email, createdAt } of allUsers()) console.log(email, createdAt);
