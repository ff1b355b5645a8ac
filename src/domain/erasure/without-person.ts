import { isJsonObject } from '../../core/input/json.ts';
import { WITH_USER } from '../../security/sessions/sessions.ts';
import type { Sealed } from '../audit/findings.ts';
import { isAbout, type Needles } from './needles.ts';
import type { Person } from './person.ts';

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
export function withoutPerson(event: Sealed, person: Person): PersonalPart {
  const { actorUserId, targetType } = event;
  const isTarget = isAboutPerson(event, person);
  const isActor = actorUserId === person.userId || (isTarget && isSignOut(event));
  const { pseudonym, addresses } = person;
  // Another user of the same name is not this person.
  const names = targetType === 'User' ? [] : person.names;
  const json = (text: string | null) => {
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    return JSON.stringify(
      isTarget ? emptied(value, pseudonym) : cleaned(value, { pseudonym, addresses, names }),
    );
  };
  return {
    actorName: isActor && event.actorName !== null ? pseudonym : actorName(event, person),
    ip: isActor && event.ip !== null ? pseudonym : event.ip,
    requestId:
      (isActor && event.requestId !== null) || isAbout(event.requestId, { addresses, names: [] })
        ? pseudonym
        : event.requestId,
    before: json(event.before),
    after: json(event.after),
  };
}

/** Whether it says what was done to the person, or to one of its keys. */
function isAboutPerson({ action, targetType, targetId }: Sealed, person: Person): boolean {
  if (targetId === null || action === 'USER_ERASED') return false;
  return (
    (targetType === 'User' && targetId === person.userId) ||
    (targetType === 'ApiToken' && person.tokenIds.includes(targetId))
  );
}

/** Whether the person signed out, or its provider did it. Somebody else may have deleted the user. */
function isSignOut({ action, actorKind, after }: Sealed): boolean {
  if (action !== 'SIGNED_OUT' || actorKind !== 'PROVIDER_TOKEN') return false;
  const said: unknown = JSON.parse(after ?? 'null');
  return isJsonObject(said) && said['how'] !== WITH_USER;
}

/** Names of settings and commands are nobody's. */
function actorName({ actorKind, actorId, actorName: name }: Sealed, person: Person): string | null {
  const mayBePerson = actorKind === 'PROVIDER_TOKEN' || actorId !== null;
  const names = mayBePerson ? person.names : [];
  return isAbout(name, { ...person, names }) ? person.pseudonym : name;
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

/** Of an event about somebody else: texts with the person's address, and names with the person's name. */
function cleaned(value: unknown, person: Needles & Pick<Person, 'pseudonym'>, key = ''): unknown {
  const { addresses, pseudonym } = person;
  const names = key === 'name' ? person.names : [];
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
