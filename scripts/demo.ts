import { databaseClock } from '../src/clock.ts';
import { parseConfig } from '../src/config/config.ts';
import { loadSecrets } from '../src/config/secrets.ts';
import { migrate } from '../src/database/migrate.ts';
import { createLogger } from '../src/log.ts';
import { runningAddress } from '../src/postgres/address.ts';
import { startEmbedded } from '../src/postgres/embedded.ts';
import { createApp } from '../src/service.ts';
import { StartError } from '../src/start-error.ts';
import { type Demo, fillDemo } from './demo/fill.ts';

// Fills the running installation, or a database that nothing runs on, with something to show.

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const secrets = await loadSecrets(config);
  const address = config.database.url ?? runningAddress(config.dataDir);
  const embedded = address === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    const databaseUrl = address ?? embedded?.url ?? '';
    await migrate({ connectionString: databaseUrl });
    const app = await createApp({
      config,
      databaseUrl,
      operatorKeys: { admin: secrets.adminKey, analytics: secrets.analyticsKey },
      pepper: secrets.pepper,
      clock: databaseClock,
      log: createLogger('warn'),
    });
    const demo = await fillDemo(app, new Date());
    await app.db.close();
    process.stdout.write(demo === null ? THERE : tell(demo, config.port));
  } finally {
    await embedded?.stop();
  }
}

const THERE =
  'The demo is there already; nothing was changed. Its keys were shown when it was made.\n';

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

await main().catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`latchkey: ${error.message}\n`);
  process.exit(1);
});
