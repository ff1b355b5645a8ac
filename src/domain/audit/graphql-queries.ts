import { InvalidInputError } from '../../core/errors.ts';
import { untilOver } from '../../core/request/shared.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import { DateTimeFilter, StringFilter } from '../../kit/graphql/filters.ts';
import { decodeId, idIssue, type Path } from '../../kit/graphql/ids.ts';
import { readUserName, UserBy } from '../users/graphql-by.ts';
import { AuditAction, AuditEventRef } from './graphql.ts';
import { AUDIT_EVENTS, AUDIT_ORDER, type AuditFilter } from './list.ts';

const AuditActionFilter = builder.inputType('AuditActionFilter', {
  description: 'Conditions on the action; all must hold.',
  fields: (t) => ({
    eq: t.field({ type: AuditAction, description: 'Equal to this action.' }),
    in: t.field({
      type: [AuditAction],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const AuditFilterInput = builder.inputType('AuditFilter', {
  description: 'Which events: all conditions must hold.',
  fields: (t) => ({
    action: t.field({ type: AuditActionFilter, description: 'By action.' }),
    actorName: t.field({ type: StringFilter, description: 'By the name of the key.' }),
    targetId: t.id({ description: 'By the id of the affected user or key.' }),
    user: t.field({
      type: UserBy,
      description: 'By the affected user: events of the user and of its keys.',
    }),
    ip: t.string({ description: 'By the exact address of the caller.' }),
    requestId: t.string({ description: 'By the exact request id.' }),
    at: t.field({ type: DateTimeFilter, description: 'By time.' }),
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
  const { action, actorName, targetId, user, ip, requestId, at } = filter;
  return {
    action,
    actorName,
    at,
    ip: ip == null ? null : { eq: ip },
    requestId: requestId == null ? null : { eq: requestId },
    target: targetId == null ? undefined : readTarget(targetId, ['filter', 'targetId']),
    user: user && readUserName(user, ['filter', 'user']),
  };
}

builder.queryField('auditEvents', (t) =>
  t.connection(
    {
      type: AuditEventRef,
      access: { requires: 'ADMIN' },
      description:
        'The audit log, newest first. Requests refused by this process appear at once. Of those refused by another process, the first of each kind appears within a second, and the count of the others after the minute.',
      args: {
        filter: t.arg({ type: AuditFilterInput, description: 'Filter; default: all.' }),
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
