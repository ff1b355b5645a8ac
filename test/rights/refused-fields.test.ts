import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { OF_ANOTHER } from '../../src/security/authentication/refusal.ts';
import { documentFor, guardedFields, type Subject } from '../graphql/guarded.ts';
import { follow } from '../support/events.ts';
import { seedKey, seedMeetings } from '../support/seed.ts';
import { CALLERS, type Caller, type Cast, startCast } from './callers.ts';
import { inOrder, type Refused, refusedWhile } from './events.ts';

// Every guarded field of the schema, asked for by every caller: what is answered with a refusal is in
// the audit log, once, and nothing else is.

type Reply = {
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
};

const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const MAY_ALL: readonly Caller[] = ['admin', 'namedAdmin', 'adminRoleKey'];

describe('a refused field leaves one event', () => {
  let cast: Cast;
  let subject: Subject;
  beforeAll(async () => {
    cast = await startCast();
    const { server, own } = cast;
    const [meeting = 0n] = await seedMeetings(server, own.databaseId, 1);
    subject = {
      userId: own.id,
      tokenId: (await seedKey(server, own)).id,
      meetingId: encodeId('Meeting', meeting),
    };
  });
  afterAll(() => cast.server.stop());

  async function ask(document: string, caller: Caller): Promise<Reply> {
    if (document.startsWith('subscription')) {
      const { 'x-api-key': key, 'x-admin-api-key': admin } = cast.headers[caller];
      const events = await follow(cast.server, document, {
        ...(key !== undefined && { key }),
        ...(admin !== undefined && { admin }),
      });
      const first = await events.refusal();
      events.close();
      return first === null ? {} : (first as Reply);
    }
    const response = await cast.server.fetch('/graphql', {
      method: 'POST',
      headers: { ...cast.headers[caller], 'content-type': 'application/json' },
      body: JSON.stringify({ query: document }),
    });
    return (await response.json()) as Reply;
  }

  /** What the answer says was refused, as the audit log has to have it. */
  function refusedIn({ errors = [] }: Reply, caller: Caller, typeName: string): Refused[] {
    return errors
      .filter(({ extensions }) => REFUSALS.includes(extensions.code))
      .map(({ message, path }) => {
        const roots = ['Query', 'Mutation', 'Subscription'];
        const parent = roots.includes(typeName) || path?.length !== 1 ? typeName : 'Query';
        const what = path === undefined ? '/graphql' : `${parent}.${path.at(-1)}`;
        // Subscriptions are sent with keys alone.
        const isUnnamed = caller === 'service' && typeName === 'Subscription';
        const actor = cast.actors[isUnnamed ? 'nobody' : caller];
        return { ...actor, what, why: message };
      });
  }

  it('as does a request that is too long without a key, which nobody reads', async () => {
    const long = `{ viewer { access } } #${'x'.repeat(20_000)}`;
    const all = await refusedWhile(cast.server, async () => {
      expect((await ask(long, 'nobody')).errors).toHaveLength(1);
      expect((await ask(long, 'service')).errors).toHaveLength(1);
      expect((await ask(long, 'botKey')).errors).toBeUndefined();
    });
    expect(inOrder(all)).toEqual([expect.stringMatching(/^INTERNAL_SECRET/), 'NOBODY']);
  });

  it.each(guardedFields().filter(({ rule }) => rule.requires !== 'ANYONE'))(
    '$name',
    async ({ name, typeName, field }) => {
      const expected: Refused[] = [];
      const all = await refusedWhile(cast.server, async () => {
        for (const caller of CALLERS.filter((one) => !MAY_ALL.includes(one))) {
          const { document } = documentFor({ typeName, field }, caller, subject);
          expected.push(...refusedIn(await ask(document, caller), caller, typeName));
        }
      });
      // What is kept back as if it did not exist is no error; it has a table of its own.
      const told = all.filter(({ why }) => why !== OF_ANOTHER);
      expect(inOrder(told)).toEqual(inOrder(expected));
      // Of those who may not, at least one got as far as the field itself.
      if (typeName !== 'User' && typeName !== 'ApiToken')
        expect(all.map(({ what }) => what)).toContain(name);
      expect(all.map(({ name: key }) => key)).toContain('revokedKey');
    },
  );
});
