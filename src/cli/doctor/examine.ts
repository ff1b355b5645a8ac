import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../core/app.ts';
import { readNow } from '../../data/sql/now.ts';
import { adviceFor } from './advice.ts';
import {
  expiredKeyFinding,
  type Finding,
  meetingsFinding,
  newKeyFinding,
  revokedKeyFinding,
} from './findings.ts';
import { type Answer, askGateway } from './gateway.ts';
import { type TrialKeys, withTrialKeys } from './keys.ts';

export type Diagnosis = {
  readonly findings: readonly Finding[];
  readonly advice: readonly string[];
};

export type Patience = { readonly totalMs: number; readonly stepMs: number };

/** The gateway of 0.10 keeps answers for 60 seconds. */
const PATIENCE: Patience = { totalMs: 75_000, stepMs: 3_000 };

/** Longer than the short key lives. */
const EXPIRY_MS = 1_500;

/** Asks a gateway of Vexa with keys that work, worked and were revoked here. */
export async function examineGateway(
  app: App,
  gateway: URL,
  patience: Patience = PATIENCE,
): Promise<Diagnosis> {
  const begun = await readNow(app.db.rows);
  return await withTrialKeys(app, async (keys) => {
    const me = (secret: string) => askGateway(gateway, '/auth/me', secret);
    const newKey = await me(keys.fresh.secret);
    const findings = [newKeyFinding(newKey, keys)];
    if (newKey.status === 200 && keys.fresh.token.scopes.includes('tx'))
      findings.push(
        meetingsFinding(await askGateway(gateway, '/meetings', keys.fresh.secret), keys),
      );
    if (newKey.status !== 0) {
      await sleep(EXPIRY_MS);
      findings.push(expiredKeyFinding(await me(keys.expiring.secret)));
      findings.push(await revokeAndAsk(keys, me, patience));
    }
    const hasWrongSecret = await wasRefused(app, begun);
    const hasSecret = app.config.keys.internal.length > 0;
    const advice = [
      adviceFor({ newKey, hasWrongSecret, hasSecret }),
      otherAdvice(findings, newKey),
    ];
    return { findings, advice: advice.filter((text) => text !== null) };
  });
}

async function revokeAndAsk(
  { toRevoke, revoke }: TrialKeys,
  me: (secret: string) => Promise<Answer>,
  { totalMs, stepMs }: Patience,
): Promise<Finding> {
  const before = await me(toRevoke.secret);
  await revoke(toRevoke);
  let after = await me(toRevoke.secret);
  let waited = 0;
  for (; after.status === 200 && waited < totalMs; waited += stepMs) {
    await sleep(stepMs);
    after = await me(toRevoke.secret);
  }
  return revokedKeyFinding({ before, after, seconds: Math.ceil(waited / 1_000) });
}

/** Whether a service with a wrong secret asked here since then. */
async function wasRefused({ db }: App, since: Date): Promise<boolean> {
  const refused = await db.prisma.auditEvent.findFirst({
    where: {
      action: 'REQUEST_REFUSED',
      at: { gte: since },
      after: { path: ['what'], string_ends_with: '/internal/validate' },
    },
    select: { id: true },
  });
  return refused !== null;
}

function otherAdvice(findings: readonly Finding[], newKey: Answer): string | null {
  if (newKey.status !== 200 || findings.every(({ isRight }) => isRight)) return null;
  return 'See "Next to Vexa" (docs/vexa.md): all services of Vexa must ask this service, and the import must come before the first user.';
}
