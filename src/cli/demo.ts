import { parseConfig } from '../core/config/parse-config.ts';
import { type Demo, fillDemo } from './demo/fill.ts';
import { withApp } from './with-app.ts';

// Fills the running installation, or a database that nothing runs on, with something to show.

const THERE =
  'The demo data already exists; nothing was changed. Its keys were shown when it was created.\n';

function tell({ users, meetings, keys }: Demo, port: number): string {
  const [first] = keys;
  const lines = keys.map(
    ({ email, scopes, secret }) => `  ${secret}  ${email} (${scopes.join(', ')})`,
  );
  return `The demo is in: ${users} users, ${meetings} meetings. Two of the keys, shown this once:

${lines.join('\n')}

Try one while the service runs:

  curl 'http://127.0.0.1:${port}/meetings?limit=3' -H 'X-API-Key: ${first?.secret}'
`;
}

export async function demoCommand(): Promise<number> {
  const demo = await withApp((app) => fillDemo(app, new Date()));
  process.stdout.write(demo === null ? THERE : tell(demo, parseConfig(process.env).port));
  return 0;
}
