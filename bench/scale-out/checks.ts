import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY, INTERNAL_SECRET, PEPPER } from '../server.ts';
import { ANSWER_MS } from './bounds.ts';
import type { Ledger } from './ledger.ts';
import type { Site } from './site.ts';

export type Findings = {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** Keys whose uses were not counted as often as they were accepted. */
  readonly miscounted: readonly string[];
  /** Revoked keys that a process still accepts. */
  readonly accepted: readonly string[];
  /** What `latchkey audit verify` says, in its first line; and whether it found nothing. */
  readonly audit: { readonly isSound: boolean; readonly text: string };
};

/** Takes longer the more was done under load. */
export async function checkAll(
  site: Site,
  ledger: Ledger,
  tell: (step: string) => void,
): Promise<Findings> {
  const { emails, revoked, uses } = ledger;
  tell(`are ${emails.length} users and ${revoked.length} revocations there`);
  const lost = await lostOf(site, ledger);
  tell(`are the uses of ${uses.size} keys counted`);
  const miscounted = await miscountedOf(site, ledger);
  tell(`do both processes refuse ${revoked.length} revoked keys`);
  const accepted = await acceptedOf(site, ledger);
  tell('does the audit log verify');
  const audit = await verifyAudit(site);
  return { lost, miscounted, accepted, audit };
}

async function lostOf({ query }: Site, { emails, revoked }: Ledger): Promise<string[]> {
  const users = await query<{ email: string }>(
    'select e.email from unnest($1::text[]) e(email) where not exists (select from users u where u.email = e.email)',
    [emails],
  );
  const keys = await query<{ id: string }>(
    `select k.id from unnest($1::bigint[]) k(id)
      where not exists (select from api_tokens t where t.id = k.id and t.revoked_at is not null)`,
    [revoked.map(({ id }) => id)],
  );
  return [...users.map(({ email }) => email), ...keys.map(({ id }) => `the end of key ${id}`)];
}

/** Counts are written once a second. */
const MOST_LOOKS = 30;

async function miscountedOf(site: Site, ledger: Ledger): Promise<string[]> {
  for (let look = 1; ; look += 1) {
    const wrong = await miscountedNow(site, ledger);
    if (wrong.length === 0 || look === MOST_LOOKS) return wrong;
    await pause(500);
  }
}

/** A request that failed after its key was accepted counts as well: nobody was told which. */
async function miscountedNow({ query }: Site, { uses }: Ledger): Promise<string[]> {
  const rows = await query<{ id: string; total: string }>(
    `select k.id, coalesce((select sum(d.requests) from token_usage_days d where d.token_id = k.id), 0) as total
      from unnest($1::bigint[]) k(id)`,
    [[...uses.keys()]],
  );
  return rows.flatMap(({ id, total }) => {
    const { accepted = 0, unclear = 0 } = uses.get(Number(id)) ?? {};
    const isRight = Number(total) >= accepted && Number(total) <= accepted + unclear;
    return isRight ? [] : [`key ${id}: counted ${total}, accepted ${accepted}, unclear ${unclear}`];
  });
}

const AT_ONCE = 16;

async function acceptedOf({ services }: Site, { revoked }: Ledger): Promise<string[]> {
  const left = services.flatMap(({ url }) => revoked.map((key) => ({ ...key, url })));
  const accepted: string[] = [];
  const work = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      const { id, secret, url } = one;
      const { status } = await fetch(`${url}/auth/me`, {
        headers: { 'x-api-key': secret },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (status !== 401) accepted.push(`key ${id} at ${url}: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return accepted;
}

/** Without blocking this process, which reads what the servers print. */
async function verifyAudit({ env }: Site): Promise<Findings['audit']> {
  const own = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    ...env,
    ADMIN_API_TOKEN: ADMIN_KEY,
    INTERNAL_API_SECRET: INTERNAL_SECRET,
    TOKEN_PEPPER: PEPPER,
  };
  const args = ['dist/latchkey.js', 'audit', 'verify'];
  return await new Promise((resolve) => {
    execFile(process.execPath, args, { env: own }, (error, stdout, stderr) => {
      const [text = ''] = `${stdout}${stderr}`.trim().split('\n');
      resolve({ isSound: error === null, text });
    });
  });
}
