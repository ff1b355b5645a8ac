import type { Logger } from 'pino';
import type { Config } from '../core/config/config.ts';
import type { Secrets } from '../core/config/secrets.ts';

type Announced = { readonly config: Config; readonly secrets: Secrets; readonly log: Logger };

/** Says that the service is ready: to a person at a terminal, or in production to a reader of logs. */
export function announce(url: string, { config, secrets, log }: Announced): void {
  if (config.production) log.info({ url }, 'ready');
  else process.stdout.write(startUpMessage(url, config, secrets));
}

function startUpMessage(url: string, { graphiql }: Config, secrets: Secrets): string {
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

const REPLACED =
  '             The file was missing: this is a new key, and the earlier one no longer works.\n';

function keyText(secrets: Secrets): string {
  const { adminKeys, adminKeyCreated, adminKeyFile, adminKeyReplaced } = secrets;
  if (adminKeyCreated)
    return `  Admin key  ${adminKeys[0]}\n             shown only once; stored in ${adminKeyFile}\n${adminKeyReplaced ? REPLACED : ''}`;
  if (adminKeyFile !== null) return `  Admin key  stored in ${adminKeyFile}\n`;
  return '  Admin key  as set in ADMIN_API_TOKEN\n';
}
