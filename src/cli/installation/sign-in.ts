import type { Config } from '../../core/config/config.ts';
import { fail, type InstallationCheck, ok } from './check.ts';

const NAME = 'sign-in';
const TIMEOUT_MS = 10_000;

/** Whether people who signed in at a provider come back to this service. */
export async function checkSignIn(
  { providers, basePath }: Config,
  { origin }: URL,
): Promise<InstallationCheck[]> {
  const checks = providers.map(async ({ name, signIn }) => {
    if (signIn === undefined) return [];
    const { redirectUri } = signIn;
    const expected = `${origin}${basePath}/sign-in/${name}/callback`;
    if (redirectUri !== expected)
      return [
        fail(
          NAME,
          `The provider ${name} sends people back to ${redirectUri}, which is another address.`,
          `Set redirectUri in OIDC_PROVIDERS to ${expected}, and register it at the provider.`,
        ),
      ];
    return [
      (await isAnswered(redirectUri))
        ? ok(NAME, `The provider ${name} sends people back to ${redirectUri}.`)
        : fail(
            NAME,
            `The service does not answer at ${redirectUri}.`,
            'Restart it with these settings, and let the proxy pass this path on unchanged.',
          ),
    ];
  });
  return (await Promise.all(checks)).flat();
}

/** Asked by a method that begins nothing and leaves nothing in the audit log. */
async function isAnswered(redirectUri: string): Promise<boolean> {
  const answer = await fetch(redirectUri, {
    method: 'OPTIONS',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  return answer?.status === 200 && answer.headers.get('allow')?.includes('GET') === true;
}
