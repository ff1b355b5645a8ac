import { isJsonObject } from '../../core/input/json.ts';
import { BY_OTHERS } from '../../security/sessions/sessions.ts';
import type { Sealed } from '../audit/findings.ts';
import { isAbout, type Needles } from './needles.ts';
import type { ErasedPerson } from './person.ts';
import { loginIn } from './person-events.ts';

/** What an erasure changes of an event. */
export type PersonalPart = Pick<Sealed, 'actorName' | 'ip' | 'requestId' | 'before' | 'after'>;

/** Texts that say nothing about the person, and that later versions and restores go by. */
const KEPT = new Set([
  ...[
    'provider',
    'how',
    'role',
    'access',
    'scopes',
    'expiresAt',
    'retiresAt',
    'revokedAt',
    'livesFrom',
    'createdAt',
  ],
]);

/** What is left of an event. The same object means that nothing of it is about the person. */
export function withoutPerson(event: Sealed, person: ErasedPerson): PersonalPart {
  const { actorUserId, targetType } = event;
  const isTarget = isAboutPerson(event, person);
  const { pseudonym, addresses } = person;
  const name = actorName(event, person);
  const isActor =
    actorUserId === person.userId ||
    (isTarget && isSignOut(event)) ||
    (event.actorKind === 'PROVIDER_TOKEN' && name === pseudonym);
  // Another user of the same name is not this person.
  const namesIn = targetType === 'User' ? ['reason'] : ['reason', 'name'];
  const json = (text: string | null) => {
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    return JSON.stringify(
      isTarget ? emptied(value, pseudonym) : cleaned(value, { ...person, namesIn }),
    );
  };
  return {
    actorName: isActor && event.actorName !== null ? pseudonym : name,
    ip: isActor && event.ip !== null ? pseudonym : event.ip,
    requestId:
      (isActor && event.requestId !== null) || isAbout(event.requestId, { addresses, names: [] })
        ? pseudonym
        : event.requestId,
    before: json(event.before),
    after: json(event.after),
  };
}

/** Whether it says what was done to the person, or to one of its keys, or that an operator's session of it ended. */
function isAboutPerson(
  { action, targetType, targetId, after }: Sealed,
  person: ErasedPerson,
): boolean {
  if (action === 'USER_ERASED') return false;
  if (targetId === null) return action === 'SIGNED_OUT' && isSessionOf(person, after);
  return (
    (targetType === 'User' && targetId === person.userId) ||
    (targetType === 'ApiToken' && person.tokenIds.includes(targetId))
  );
}

function isSessionOf({ logins }: ErasedPerson, after: string | null): boolean {
  const said: unknown = JSON.parse(after ?? 'null');
  return isJsonObject(said) && logins.includes(`${said['provider']}:${said['subject']}`);
}

/** Whether the person signed out, or its provider did it. Somebody else may have deleted the user, or ended the session. */
function isSignOut({ action, actorKind, after }: Sealed): boolean {
  if (action !== 'SIGNED_OUT' || actorKind !== 'PROVIDER_TOKEN') return false;
  const said: unknown = JSON.parse(after ?? 'null');
  return isJsonObject(said) && !BY_OTHERS.includes(said['how']);
}

/** Names of settings and commands are nobody's. */
function actorName(event: Sealed, person: ErasedPerson): string | null {
  const { actorKind, actorId, actorUserId, actorName: name } = event;
  const isLogin = actorKind === 'PROVIDER_TOKEN';
  // Login and name of an event with a number are that user's, who may have the same by now.
  const isOfPerson = isLogin && actorUserId === null && person.logins.includes(loginIn(name) ?? '');
  const isNamed = isLogin ? actorUserId === null : actorId !== null;
  const names = isNamed ? person.names : [];
  return isOfPerson || isAbout(name, { ...person, names }) ? person.pseudonym : name;
}

/** Of an event about the person: every text that is not known to be harmless. */
function emptied(value: unknown, pseudonym: string): unknown {
  if (typeof value === 'string') return pseudonym;
  if (Array.isArray(value)) return value.map((item) => emptied(item, pseudonym));
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          KEPT.has(key) ? item : emptied(item, pseudonym),
        ]),
      )
    : value;
}

type Cleaning = Needles & Pick<ErasedPerson, 'pseudonym'> & { readonly namesIn: readonly string[] };

/** Of an event about somebody else: texts with the person's address, and some texts with the person's name. */
function cleaned(value: unknown, person: Cleaning, key = ''): unknown {
  const { addresses, pseudonym } = person;
  const names = person.namesIn.includes(key) ? person.names : [];
  if (typeof value === 'string') return isAbout(value, { addresses, names }) ? pseudonym : value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, person, key));
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          isAbout(name, { addresses, names: [] }) ? pseudonym : name,
          KEPT.has(name) ? item : cleaned(item, person, name),
        ]),
      )
    : value;
}
