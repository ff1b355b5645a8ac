import sql from 'sql-template-tag';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import type { Sealed } from '../audit/findings.ts';
import { hashState } from '../audit/walk.ts';
import { type ChainPart, sealedEventsWhere } from './sealed-events.ts';

/** As it was written, not folded. */
type Words = { readonly email: string | null; readonly name: string | null };

type NamesInEvents = {
  readonly words: readonly Words[];
  readonly logins: readonly string[];
};

/**
 * What a part of the audit log says a user was called, and by which logins: a session that is over, or a token
 * that grants nothing, is nobody's, and only this tells that it is the person's. What somebody else wrote into
 * the log says nothing about whom to look for.
 */
export async function readEventsAbout(
  rows: Rows,
  vault: Vault,
  userId: bigint,
  part: ChainPart,
): Promise<NamesInEvents> {
  const words = new Map<string, Words>();
  const logins = new Set<string>();
  const condition = sql`((e.target_type = 'User' and e.target_id = ${userId})
    or (e.actor_kind = 'PROVIDER_TOKEN' and e.actor_user_id = ${userId}))`;
  for await (const events of sealedEventsWhere(rows, part, { condition }))
    for (const event of events.filter((one) => hashState(vault, one) === 'SOUND')) {
      for (const some of wordsOf(event, userId)) words.set(JSON.stringify(some), some);
      for (const login of loginsOf(event, userId)) logins.add(login);
    }
  return { words: [...words.values()], logins: [...logins] };
}

function loginsOf({ actorKind, actorUserId, actorName }: Sealed, userId: bigint) {
  const isOwn = actorKind === 'PROVIDER_TOKEN' && actorUserId === userId;
  const login = isOwn ? loginIn(actorName) : null;
  return login === null ? [] : [login];
}

/** No subject has a blank: the name of the person comes after it. */
export function loginIn(actorName: string | null): string | null {
  return actorName?.split(' ', 1)[0] ?? null;
}

function wordsOf(
  { targetType, targetId, before, after }: Sealed,
  userId: bigint,
): readonly Words[] {
  if (targetType !== 'User' || targetId !== userId) return [];
  return [before, after].flatMap((text) => {
    const value: unknown = text === null ? null : JSON.parse(text);
    if (!isJsonObject(value)) return [];
    const { email, name, provisioned } = value;
    return [
      { email: stringOf(email), name: stringOf(name) },
      ...(isJsonObject(provisioned) ? [provisionedWords(provisioned)] : []),
    ];
  });
}

/** What an identity provider called the person. */
function provisionedWords({ userName, givenName, familyName }: JsonObject): Words {
  const name = [givenName, familyName].filter((part) => typeof part === 'string').join(' ');
  return { email: stringOf(userName), name: stringOf(name) };
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
