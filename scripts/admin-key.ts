import { parseArgs } from 'node:util';
import { adminKeyInput } from '../src/admin-key/input.ts';
import { createAdminKey } from '../src/admin-key/service.ts';
import { onHost } from '../src/auth/caller.ts';
import { InvalidInputError } from '../src/errors.ts';
import { parseInput } from '../src/input/issues.ts';
import { byItself } from '../src/step.ts';
import { runCommand, UsageError, withApp } from './with-app.ts';

// Makes an admin key on the host: the first one, or one to get back in with. Whoever can run this
// has the database anyway; the audit log says that it happened, and from where.

const MINUTES = 15;
const USAGE = 'Use: npm run admin-key -- [--name "who it is for"] [--read-only]';

function readOrder() {
  const options = {
    name: { type: 'string', default: 'recovery on the host' },
    'read-only': { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ options });
    return parseInput(adminKeyInput, {
      name: values.name,
      access: values['read-only'] ? 'analytics' : 'admin',
      expiresIn: MINUTES * 60,
    });
  } catch (error) {
    if (error instanceof InvalidInputError) throw new UsageError(`${error.message}. ${USAGE}`);
    throw new UsageError(USAGE);
  }
}

await runCommand(async () => {
  const order = readOrder();
  const caller = onHost('npm run admin-key');
  const { secret } = await withApp((app) =>
    createAdminKey(byItself(app, caller), order, 'ADMIN_KEY_RECOVERED'),
  );
  process.stdout.write(`  ${secret}

An admin key for X-Admin-API-Key. It works for ${MINUTES} minutes: make a lasting one with it
(mutation createAdminKey), or set things right. The audit log names this command.
`);
  return 0;
});
