import { builder } from '../../kit/graphql/builder.ts';
import { ActorRef } from '../audit/graphql.ts';
import { CLIENT_WARNINGS, type ClientWarning, type ClientWarningKind } from './client-warnings.ts';

const KindRef = builder.enumType('ClientWarningKind', {
  description: 'What a client does that will stop working.',
  values: Object.fromEntries(
    Object.entries(CLIENT_WARNINGS).map(([kind, { description }]) => [kind, { description }]),
  ) as { [Kind in ClientWarningKind]: { description: string } },
});

const ClientWarningRef = builder.objectRef<ClientWarning>('ClientWarning').implement({
  description: 'Something that one client does and that will stop working.',
  fields: (t) => ({
    kind: t.expose('kind', { type: KindRef, description: 'The kind of warning.' }),
    subject: t.exposeString('subject', {
      description: 'What the client uses. `(others)`: further subjects of the same client.',
    }),
    actor: t.field({
      type: ActorRef,
      description: 'The client, by its key.',
      resolve: ({ actor }) => ({
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        actorUserId: actor.userId,
      }),
    }),
    times: t.exposeInt('times', { description: 'How often.' }),
    firstAt: t.expose('firstAt', { type: 'DateTime', description: 'The first time.' }),
    lastAt: t.expose('lastAt', { type: 'DateTime', description: 'The last time.' }),
  }),
});

builder.queryField('clientWarnings', (t) =>
  t.field({
    type: [ClientWarningRef],
    access: { requires: 'ADMIN' },
    cost: { items: { about: 20 } },
    description:
      'What clients do that will stop working, most recent first: unlisted documents and deprecated parts of the APIs. Counted in memory by this process since its start, for at most 200 keys, 10 of one user, with 20 subjects each.',
    resolve: (_root, _args, { app }) => [...app.clientWarnings.list()],
  }),
);
