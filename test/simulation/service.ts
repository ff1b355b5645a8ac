import { startService } from '../../src/app/service.ts';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { createLogger } from '../../src/core/log.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';

// The service in a process of its own, as `main.ts` starts it, but with a clock that the simulation sets.

const { DATABASE_URL: databaseUrl = '', TOKEN_PEPPER: current = '' } = process.env;
let now = new Date(Number(process.env['SIMULATION_NOW']));
process.on('message', (time: number) => {
  now = new Date(time);
  process.send?.('set');
});

const config = parseConfig(process.env);
await migrate({ connectionString: databaseUrl });
const service = await startService({
  config,
  databaseUrl,
  operatorKeys: { admin: config.keys.admin, analytics: config.keys.analytics },
  peppers: { current, previous: null },
  clock: () => now,
  log: createLogger('trace'),
});
process.on('SIGTERM', () => void service.stop().then(() => process.exit(0)));
// Whatever ends the simulation, no service is left behind.
process.on('disconnect', () => process.exit(1));
process.send?.(service.url);
