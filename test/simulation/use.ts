import { expect } from 'vitest';
import { sendStep } from './clients.ts';
import type { ModelKey } from './model.ts';
import { INTERNAL_SECRET } from './processes.ts';
import type { Reply, Sent } from './send.ts';
import type { Planned } from './steps.ts';
import type { World } from './world.ts';

/** A key that works is accepted and says whose it is; any other is refused. */
export async function use(
  world: World,
  planned: Planned,
  key: ModelKey,
  how: 'use' | 'validate',
): Promise<void> {
  const works = world.model.works(key);
  const reply = await sendStep(world, useOf(how, key), planned);
  expect({ status: reply.status, ...ownerOf(reply) }).toEqual(
    works ? { status: 200, email: key.user.email } : { status: 401 },
  );
  if (!works) return;
  key.unknown += reply.unknown;
  if (reply.isCounted) key.accepted += 1;
}

export function useOf(how: 'use' | 'validate', { secret }: Pick<ModelKey, 'secret'>): Sent {
  return how === 'use'
    ? { path: '/auth/me', headers: { 'x-api-key': secret } }
    : {
        path: '/internal/validate',
        headers: { 'x-internal-secret': INTERNAL_SECRET },
        body: { token: secret },
      };
}

function ownerOf({ body }: Reply): { readonly email?: string } {
  const { email } = body as { email?: string };
  return email === undefined ? {} : { email };
}
