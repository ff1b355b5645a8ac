import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../core/app.ts';
import { readNow } from '../../data/sql/now.ts';
import type { MintedToken } from '../../domain/api-keys/service.ts';
import { adviceFor } from './advice.ts';
import {
  type DoctorFinding,
  expiredKeyFinding,
  meetingsFinding,
  newKeyFinding,
  OWN_ADDRESS,
  revokedKeyFinding,
} from './findings.ts';
import { type GatewayAnswer, isOwnAddress, requestGateway } from './gateway.ts';
import { type TrialUser, withTrialUser } from './keys.ts';

export type Diagnosis = {
  readonly findings: readonly DoctorFinding[];
  readonly advice: readonly string[];
};

export type Patience = {
  readonly totalMs: number;
  readonly stepMs: number;
  /** Ends the wait; what was made is deleted then, too. */
  readonly signal?: AbortSignal;
};

/** The gateway of 0.10 keeps answers for 60 seconds. */
export const PATIENCE: Patience = { totalMs: 75_000, stepMs: 3_000 };

/** Longer than the short key lives. */
const EXPIRY_MS = 1_500;

/** Asks a gateway of Vexa with keys that work, expired and were revoked here. */
export async function examineGateway(
  app: App,
  gateway: URL,
  patience: Patience = PATIENCE,
): Promise<Diagnosis> {
  if (await isOwnAddress(gateway))
    return { findings: [OWN_ADDRESS], advice: ["Give the address of Vexa's gateway."] };
  const begun = await readNow(app.db.rows);
  return await withTrialUser(app, async (user) => {
    const key = await user.mintKey();
    const ask: Ask = (path, { secret }) => requestGateway(gateway, path, secret);
    const newKey = await ask('/auth/me', key);
    const findings = [newKeyFinding(newKey, user)];
    if (newKey.status === 200 && key.token.scopes.includes('tx'))
      findings.push(meetingsFinding(await ask('/meetings', key), user));
    if (newKey.status !== 0) {
      findings.push(await revokeAndAsk({ user, key, ask, before: newKey }, patience));
      findings.push(await expireAndAsk(user, ask));
    }
    const hasWrongSecret = await wasRefused(app, begun);
    const hasSecret = app.config.keys.internal.length > 0;
    const advice = adviceFor({ newKey, hasWrongSecret, hasSecret });
    const all = [advice, otherAdvice(findings, newKey)];
    return { findings, advice: all.filter((text) => text !== null) };
  });
}

type Ask = (path: string, key: MintedToken) => Promise<GatewayAnswer>;

type Trial = {
  readonly user: TrialUser;
  readonly key: MintedToken;
  readonly ask: Ask;
  readonly before: GatewayAnswer;
};

async function revokeAndAsk(
  { user, key, ask, before }: Trial,
  { totalMs, stepMs, signal }: Patience,
): Promise<DoctorFinding> {
  await user.revoke(key);
  let after = await ask('/auth/me', key);
  let waited = 0;
  for (; after.status === 200 && waited < totalMs; waited += stepMs) {
    await sleep(stepMs, undefined, signal && { signal });
    after = await ask('/auth/me', key);
  }
  return revokedKeyFinding({ before, after, seconds: Math.ceil(waited / 1_000) });
}

/** Nobody asked with it before it expired: no gateway has kept an answer. */
async function expireAndAsk({ mintExpiring }: TrialUser, ask: Ask): Promise<DoctorFinding> {
  const key = await mintExpiring();
  await sleep(EXPIRY_MS);
  return expiredKeyFinding(await ask('/auth/me', key));
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

function otherAdvice(findings: readonly DoctorFinding[], newKey: GatewayAnswer): string | null {
  if (newKey.status !== 200 || findings.every(({ isRight }) => isRight)) return null;
  return 'See "Next to Vexa" (docs/vexa.md): all services of Vexa must ask this service, and the import must come before the first user.';
}
