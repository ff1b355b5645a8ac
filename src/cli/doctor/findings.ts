import { type GatewayAnswer, meetingsIn, ownerIn } from './gateway.ts';

/** What was seen, and whether it is as it should be. */
export type DoctorFinding = { readonly isRight: boolean; readonly text: string };

type Owner = { readonly userId: bigint; readonly email: string };

const right = (text: string): DoctorFinding => ({ isRight: true, text });
const wrong = (text: string): DoctorFinding => ({ isRight: false, text });

export const OWN_ADDRESS = wrong('This service itself answers at this address.');

function seen({ status, code }: GatewayAnswer): string {
  return status === 0 ? `no answer (${code})` : `status ${status}`;
}

/** A key that works here. */
export function newKeyFinding(answer: GatewayAnswer, { userId, email }: Owner): DoctorFinding {
  if (answer.status !== 200) return wrong(`New key: not accepted (${seen(answer)}).`);
  const owner = ownerIn(answer);
  if (owner === null) return wrong('New key: accepted, but the answer names no user.');
  if (owner.id !== Number(userId) || owner.email !== email)
    return wrong(`New key: accepted for user ${owner.id}. It belongs to user ${userId}.`);
  return right(`New key: accepted, for its user (number ${userId}).`);
}

/** A user who has just been created has no meetings. */
export function meetingsFinding(answer: GatewayAnswer, { userId }: Owner): DoctorFinding {
  const count = meetingsIn(answer);
  if (answer.status !== 200 || count === null)
    return wrong(`Meetings of the new user: not readable (${seen(answer)}).`);
  if (count === 0) return right('Meetings of the new user: none, as it should be.');
  return wrong(
    `Meetings of the new user: ${count}. They belong to another user: number ${userId} was used in Vexa's database before.`,
  );
}

export function expiredKeyFinding(answer: GatewayAnswer): DoctorFinding {
  if (answer.status === 401) return right('Expired key: refused (status 401).');
  return wrong(`Expired key: not refused (${seen(answer)}).`);
}

type Revocation = {
  readonly before: GatewayAnswer;
  readonly after: GatewayAnswer;
  readonly seconds: number;
};

export function revokedKeyFinding({ before, after, seconds }: Revocation): DoctorFinding {
  if (after.status !== 401)
    return wrong(`Revoked key: not refused within ${seconds} seconds (${seen(after)}).`);
  if (before.status !== 200) return right('Revoked key: refused, as before its revocation.');
  if (seconds === 0) return right('Revoked key: refused with the next request (status 401).');
  return right(
    `Revoked key: refused after ${seconds} seconds (status 401). The gateway keeps answers for a while.`,
  );
}
