import './graphql-queries.ts';
import { every } from '../../core/background-job.ts';
import { ifThere } from '../../kit/graphql/row-loaders.ts';
import { dropRefusals } from './drop-refusals.ts';
import { AuditEventRef } from './graphql.ts';
import { loadAuditEvents } from './list.ts';

const DROP_MS = 60_000;

import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';

const loaders = {
  auditEvent: ifThere(loadAuditEvents),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly AuditEvent: true;
  }
}

export const audit: Domain = {
  name: 'audit',
  loaders,
  nodes: [
    nodeKind({
      type: 'AuditEvent',
      ref: AuditEventRef,
      load: ({ auditEvent }, id) => auditEvent.load(id),
      seenBy: 'ADMIN',
    }),
  ],
  jobs: ({ app: { vault, clock, config }, side: db }) => {
    const days = config.auditRefusalsDays;
    return { oldRefusals: every(DROP_MS, () => dropRefusals({ db, vault, clock, days })) };
  },
};
