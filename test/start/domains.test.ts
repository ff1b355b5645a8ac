import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DOMAINS } from '../../src/domain/domains.ts';

/** Commands on the host: the service answers nothing of them. */
const NOT_SERVED = ['vexa-import'];

describe('the list of domains', () => {
  it('holds every folder of src/domain once, under its own name', () => {
    const folders = readdirSync('src/domain', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !NOT_SERVED.includes(entry.name))
      .map(({ name }) => name);
    expect(DOMAINS.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it('gives no two loaders and no two nodes the same name', () => {
    const loaders = DOMAINS.flatMap((domain) => Object.keys(domain.loaders ?? {}));
    const nodes = DOMAINS.flatMap((domain) => (domain.nodes ?? []).map(({ type }) => type));
    expect(new Set(loaders).size).toBe(loaders.length);
    expect(new Set(nodes).size).toBe(nodes.length);
  });
});
