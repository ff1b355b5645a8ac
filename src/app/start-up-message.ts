import type { Config } from '../core/config/config.ts';
import type { Secrets } from '../core/config/secrets.ts';

/** What the operator reads when the service is ready. */
export function startUpMessage(url: string, { graphiql }: Config, secrets: Secrets): string {
  const key = (secrets.adminKeyCreated ? secrets.adminKeys[0] : undefined) ?? 'YOUR_ADMIN_KEY';
  return `
Latchkey is ready.

  ${graphiql ? 'GraphiQL' : 'GraphQL '}   ${url}/graphql
  Dashboard  ${url}/dashboard
  REST docs  ${url}/docs
  Health     ${url}/health/ready

${keyText(secrets)}
Create a first user:

  curl -X POST ${url}/admin/users -H 'Content-Type: application/json' \\
    -H 'X-Admin-API-Key: ${key}' -d '{"email": "you@example.com"}'

Stop with Ctrl-C.
`;
}

function keyText({ adminKeys, adminKeyCreated, adminKeyFile }: Secrets): string {
  if (adminKeyCreated)
    return `  Admin key  ${adminKeys[0]}\n             shown only once; stored in ${adminKeyFile}\n`;
  if (adminKeyFile !== null) return `  Admin key  stored in ${adminKeyFile}\n`;
  return '  Admin key  as set in ADMIN_API_TOKEN\n';
}
