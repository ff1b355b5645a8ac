import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { answerTo } from './peppers.ts';

export type UsedKey = {
  readonly key: SeededKey;
  /** It was answered that it is. */
  isRevoked: boolean;
};

/** Keys come, are used and go, until it is ended. */
export async function beginTraffic(server: TestServer) {
  const user = await seedUser(server);
  const keys: UsedKey[] = [];
  let isOver = false;
  const clients = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const used: UsedKey = { key: await seedKey(server, user), isRevoked: false };
      const place = keys.push(used);
      for (let turn = 0; turn < 3; turn += 1) await answerTo(server, used.key.secret);
      if (place % 2 !== 0) continue;
      await server.graphql(
        `mutation { revokeToken(input: {id: "${used.key.id}"}) { __typename } }`,
        {
          admin: server.adminKey,
        },
      );
      used.isRevoked = true;
    }
  });
  return {
    /** What has been answered so far. */
    acknowledged: (): readonly UsedKey[] => keys.map((used) => ({ ...used })),
    /** @returns all that came */
    end: async (): Promise<readonly UsedKey[]> => {
      isOver = true;
      await Promise.all(clients);
      return keys;
    },
  };
}
