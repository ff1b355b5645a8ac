import { refuseDebugger } from '../app/no-debugger.ts';
import { StartError } from '../core/start-error.ts';
import { endAll, firstSignal } from './signals.ts';
import { UsageError } from './usage-error.ts';

// The command for whoever runs an installation. Each part of it is loaded when it is asked for:
// `latchkey key` is to need neither a database nor what talks to one.

type Command = {
  readonly does: string;
  /** An exit code; null from what goes on until a signal ends it. */
  readonly run: (args: readonly string[]) => Promise<number | null>;
};

/** A command that takes no words. */
function alone(name: string, run: () => Promise<number | null>): Command['run'] {
  return async (args) => {
    if (args.length > 0) throw new UsageError(`Usage: latchkey ${name}`);
    return await run();
  };
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'start',
    {
      does: 'starts the service',
      run: alone('start', async () => {
        await import('../main.ts');
        return null;
      }),
    },
  ],
  [
    'migrate',
    {
      does: 'applies the migrations apart from a start',
      run: alone('migrate', async () => (await import('./migrate.ts')).migrateCommand()),
    },
  ],
  [
    'demo',
    {
      does: 'fills the installation with something to show',
      run: alone('demo', async () => (await import('./demo.ts')).demoCommand()),
    },
  ],
  [
    'import',
    {
      does: 'takes the users, keys and meetings of a Vexa database over',
      run: async (args) => (await import('./import.ts')).importCommand(args),
    },
  ],
  [
    'admin-key',
    {
      does: 'makes an admin key that works for 15 minutes',
      run: async (args) => (await import('./admin-key.ts')).adminKeyCommand(args),
    },
  ],
  [
    'key',
    {
      does: 'shows whether a text contains a key, and prints rules for secret scanners',
      run: async (args) => (await import('./key.ts')).keyCommand(args),
    },
  ],
  [
    'analytics',
    {
      does: 'makes the daily summaries of meetings again, or checks them',
      run: async (args) => (await import('./analytics.ts')).analyticsCommand(args),
    },
  ],
  [
    'audit',
    {
      does: 'verifies or exports the audit log, or accepts where it stands',
      run: async (args) => (await import('./audit.ts')).auditCommand(args),
    },
  ],
  [
    'backup',
    {
      does: 'writes a backup while the service runs, or verifies one',
      run: async (args) => (await import('./backup.ts')).backupCommand(args),
    },
  ],
  [
    'restore',
    {
      does: 'fills an empty database from a backup',
      run: async (args) => (await import('./restore.ts')).restoreCommand(args),
    },
  ],
  [
    'doctor',
    {
      does: 'looks for what is wrong with this installation, or with a Vexa gateway in front of it',
      run: async (args) => (await import('./doctor.ts')).doctorCommand(args),
    },
  ],
  [
    'explain-login',
    {
      does: 'shows what a token of a sign-in provider grants, and why',
      run: async (args) => (await import('./explain-login.ts')).explainLoginCommand(args),
    },
  ],
  [
    'pepper',
    {
      does: 'shows how far a change of the pepper has come, or gives up keys of a lost one',
      run: async (args) => (await import('./pepper.ts')).pepperCommand(args),
    },
  ],
]);

const HELP: ReadonlySet<string> = new Set(['--help', '-h']);
const NAMES = [...COMMANDS.keys()].join(', ');

function overview(): string {
  const lines = [...COMMANDS].map(([name, { does }]) => `  ${name.padEnd(14)} ${does}\n`);
  return `Use: latchkey <command>\n\n${lines.join('')}`;
}

async function run([name, ...args]: readonly string[]): Promise<number | null> {
  if (name === undefined || name === 'help' || HELP.has(name)) {
    process.stdout.write(overview());
    return 0;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) throw new UsageError(`There is no command ${name}. Use: ${NAMES}`);
  return args.some((word) => HELP.has(word))
    ? await explain(name, command)
    : await command.run(args);
}

/** What a command does, and the usage that it names when it does not understand. */
async function explain(name: string, { does, run: refuse }: Command): Promise<number> {
  const usage = await refuse(['--help']).catch((error: unknown) => {
    if (error instanceof StartError) return error.message;
    throw error;
  });
  process.stdout.write(`latchkey ${name} ${does}.\n${usage}\n`);
  return 0;
}

refuseDebugger();
const words = process.argv.slice(2);
// The service stops by itself.
const signals = words[0] === 'start' ? [] : [firstSignal()];
try {
  const code = await Promise.race([run(words), ...signals]);
  await endAll();
  if (code !== null) exitWhenWritten(code);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`latchkey: ${error.message}\n`);
  exitWhenWritten(error instanceof UsageError ? 2 : 1);
}

/** To exit at once would cut off what a pipe has not taken yet. */
function exitWhenWritten(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
