import type { Viewer } from '../../src/security/callers/viewer.ts';

export const CALLERS = [
  'nobody',
  'admin',
  'analytics',
  'botKey',
  'txKey',
  'browserKey',
  'otherKey',
  'adminRoleKey',
  'expiredKey',
  'revokedKey',
] as const;

export type Caller = (typeof CALLERS)[number];

const HOLDER = {
  userId: 1n,
  tokenId: 1n,
  rootId: 1n,
  keyName: null,
  scopes: [],
  isAdmin: false,
  rateLimit: null,
  isSelfMinted: false,
  verifiedAt: new Date(0),
  user: {
    id: 1n,
    email: 'holder@example.com',
    name: null,
    imageUrl: null,
    role: 'user',
    isActive: true,
    maxConcurrentBots: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    deletedAt: null,
  },
};

export const VIEWERS: Readonly<Record<Caller, Viewer | null>> = {
  nobody: { operator: null, holder: null },
  admin: { operator: operator('admin'), holder: null },
  analytics: { operator: operator('analytics'), holder: null },
  botKey: holder(['bot'], 'own'),
  txKey: holder(['tx'], 'own'),
  browserKey: holder(['browser'], 'own'),
  otherKey: holder(['bot', 'tx'], 'other'),
  adminRoleKey: {
    operator: null,
    holder: { ...HOLDER, userId: 3n, scopes: ['browser'], isAdmin: true },
  },
  expiredKey: null,
  revokedKey: null,
};

function operator(access: 'admin' | 'analytics'): Viewer['operator'] {
  return { access, keyName: '', keyId: null, rootId: null, dependsOn: [], rateLimit: null };
}

function holder(scopes: readonly string[], whose: 'own' | 'other'): Viewer {
  return {
    operator: null,
    holder: { ...HOLDER, userId: whose === 'own' ? 1n : 2n, scopes },
  };
}
