import { InvalidInputError } from '../../core/errors.ts';
import { untilOver } from '../../core/request/shared.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import { DateTimeFilter, StringFilter } from '../../kit/graphql/filters.ts';
import { decodeId, idIssue, type Path } from '../../kit/graphql/ids.ts';
import { AuditAction, AuditEventRef } from './graphql.ts';
import { AUDIT_EVENTS, AUDIT_ORDER, type AuditFilter } from './list.ts';

const AuditActionFilter = builder.inputType('AuditActionFilter', {
  description: 'Conditions on what was done, all of which must hold.',
  fields: (t) => ({
    eq: t.field({ type: AuditAction, description: 'Exactly this.' }),
    in: t.field({
      type: [AuditAction],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const AuditFilterInput = builder.inputType('AuditFilter', {
  description: 'Which events: all conditions must hold.',
  fields: (t) => ({
    action: t.field({ type: AuditActionFilter, description: 'By what was done.' }),
    actorName: t.field({ type: StringFilter, description: 'By the name of the key.' }),
    targetId: t.id({ description: 'By what it was done to: the id of a user or of a key.' }),
    ip: t.string({ description: 'By the address of the caller, exactly.' }),
    requestId: t.string({ description: 'By the request, exactly.' }),
    at: t.field({ type: DateTimeFilter, description: 'By when it was done.' }),
  }),
});

const TARGETS = ['User', 'ApiToken', 'AdminKey'] as const;

/** @throws InvalidInputError when the id is that of something without events */
function readTarget(text: string, path: Path): NonNullable<AuditFilter['target']> {
  const sent = decodeId(text);
  const type = TARGETS.find((known) => known === sent?.type);
  if (sent === null || type === undefined) throw new InvalidInputError([idIssue('node', path)]);
  return { type, id: sent.id };
}

function readFilter(filter: typeof AuditFilterInput.$inferInput | null | undefined): AuditFilter {
  if (!filter) return {};
  const { action, actorName, targetId, ip, requestId, at } = filter;
  return {
    action,
    actorName,
    at,
    ip: ip == null ? null : { eq: ip },
    requestId: requestId == null ? null : { eq: requestId },
    target: targetId == null ? undefined : readTarget(targetId, ['filter', 'targetId']),
  };
}

builder.queryField('auditEvents', (t) =>
  t.connection(
    {
      type: AuditEventRef,
      access: { requires: 'ADMIN' },
      description:
        'The audit log, newest first. A request that this process refused is in it at once, one that another process refused within a second; what another process counts of strangers is added after the minute.',
      args: {
        filter: t.arg({ type: AuditFilterInput, description: 'Which events; all, if left out.' }),
      },
      resolve: async (_root, { filter, ...page }, context) => {
        await untilOver(context.app.refusals.flush());
        return rootConnection(context, AUDIT_EVENTS, {
          slice: readSlice(page),
          filter: readFilter(filter),
          order: { column: AUDIT_ORDER, direction: 'DESC' },
        });
      },
    },
    { name: 'AuditEventConnection', description: 'A page of the audit log.' },
    { name: 'AuditEventEdge' },
  ),
);
