import { parseArgs } from 'node:util';
import { byItself } from '../src/app/step.ts';
import { InvalidInputError } from '../src/core/errors.ts';
import { parseInput } from '../src/core/input/issues.ts';
import { adminKeyInput } from '../src/domain/admin-keys/input.ts';
import { createAdminKey } from '../src/domain/admin-keys/service.ts';
import { onHost } from '../src/security/authentication/caller.ts';
import { runCommand, UsageError, withApp } from './with-app.ts';

// Makes an admin key on the host: the first one, or one to get back in with. Whoever can run this
// has the database anyway; the audit log says that it happened, and from where.

const MINUTES = 15;
const USAGE = 'Usage: npm run admin-key -- [--name "who it is for"] [--read-only]';

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

An admin key for X-Admin-API-Key. It works for ${MINUTES} minutes: use it to create a permanent one
(mutation createAdminKey) or to restore access. The audit log records this command.
`);
  return 0;
});
