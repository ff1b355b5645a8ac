import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import entra from '../fixtures/scim-entra.json' with { type: 'json' };
import okta from '../fixtures/scim-okta.json' with { type: 'json' };
import { type Provisioned, startProvisioned } from './scim.ts';

// The requests of two identity providers in the order in which they send them, written after what each
// documents. Braces stand for the ids of what was created before.

type Step = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  /** What the id of the answer is called afterwards. */
  readonly save?: string;
  readonly has?: object;
  readonly lacks?: readonly string[];
};

const PROVIDERS: Readonly<Record<string, readonly Step[]>> = { Okta: okta, 'Entra ID': entra };

describe.each(Object.entries(PROVIDERS))('%s', (provider, steps) => {
  let scim: Provisioned;
  const ids = new Map<string, string>();
  const type = provider === 'Okta' ? 'application/scim+json; charset=utf-8' : 'application/json';
  const filled = (text: string) =>
    text.replace(/\{(user|group)\}/g, (_all, name: string) => ids.get(name) ?? '');

  beforeAll(async () => {
    scim = await startProvisioned();
  });
  afterAll(() => scim.server.stop());

  it.each(steps)('$name', async ({ method, path, body, status, save, has, lacks = [] }) => {
    const sent = body && filled(JSON.stringify(body));
    const answer = await scim.send(method, filled(path), sent, type);
    expect([answer.status, answer.body.detail]).toEqual([status, answer.body.detail]);
    if (save) ids.set(save, String(answer.body.id));
    if (status !== 204) expect(answer.headers.get('content-type')).toBe('application/scim+json');
    if (status === 201)
      expect(answer.headers.get('location')).toMatch(/^\/scim\/v2\/(?:Users|Groups)\/\d+$/);
    if (has) expect(answer.body).toMatchObject(JSON.parse(filled(JSON.stringify(has))) as object);
    for (const name of lacks) expect(answer.body).not.toHaveProperty([name]);
  });
});
