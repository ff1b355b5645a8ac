import { parseArgs } from 'node:util';
import { InvalidInputError } from '../core/errors.ts';
import { parseInput } from '../core/input/issues.ts';
import { adminKeyInput } from '../domain/admin-keys/input.ts';
import { createAdminKey } from '../domain/admin-keys/service.ts';
import { onHost } from '../security/callers/caller.ts';
import { byItself } from '../security/unit-of-work.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Makes an admin key on the host: the first one, or one to get back in with. Whoever can run this
// has the database anyway; the audit log says that it happened, and from where.

const MINUTES = 15;
const USAGE = 'Usage: latchkey admin-key [--name "who it is for"] [--read-only]';

function readOrder(args: readonly string[]) {
  const options = {
    name: { type: 'string', default: 'recovery on the host' },
    'read-only': { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
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

/** Prints the key, and nothing else knows it afterwards. */
export async function adminKeyCommand(args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  const caller = onHost('latchkey admin-key');
  const { secret } = await withApp((app) =>
    createAdminKey(byItself(app, caller), order, 'ADMIN_KEY_RECOVERED'),
  );
  process.stdout.write(`  ${secret}

An admin key for X-Admin-API-Key. It works for ${MINUTES} minutes: use it to create a permanent one
(mutation createAdminKey) or to restore access. The audit log records this command.
`);
  return 0;
}
