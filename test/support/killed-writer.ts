import { withApp } from '../../src/cli/with-app.ts';
import { createUser } from '../../src/domain/accounts/new-users.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { byItself } from '../../src/security/unit-of-work.ts';

// A process that writes events, says so to whoever started it, and waits to be killed.

await withApp(async (app) => {
  const step = byItself(app, onHost('killed'));
  await createUser(step, { email: 'killed1@example.com' });
  await app.sealer.sealAll();
  await createUser(step, { email: 'killed2@example.com' });
  process.send?.('written');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
