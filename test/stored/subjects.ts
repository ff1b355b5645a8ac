import sql from 'sql-template-tag';
import { expect } from 'vitest';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

type Patch = (data: object) => Promise<{ readonly isTaken: boolean; readonly text: string }>;

type Subject = { readonly patch: Patch; readonly stored: () => Promise<Record<string, unknown>> };

export async function ofUser(server: TestServer, way: 'REST' | 'GraphQL'): Promise<Subject> {
  const user = await seedUser(server);
  const byRest: Patch = async (data): ReturnType<Patch> => {
    const response = await server.fetch(`/admin/users/${user.databaseId}`, {
      method: 'PATCH',
      headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });
    const text = await response.text();
    // So many wait for one row that some find no connection: that is to be tried again.
    if (response.status === 503) return await byRest(data);
    expect([200, 422]).toContain(response.status);
    return { isTaken: response.status === 200, text };
  };
  const byGraphQL: Patch = async (data) => {
    const reply = await server.graphql<{ updateUser: { __typename: string } }>(
      `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { __typename
        ... on InvalidInputError { message issues { path message } } } }`,
      { admin: server.adminKey, variables: { input: { id: user.id, data } } },
    );
    const { __typename: type } = reply.data.updateUser;
    expect(['UpdateUserSuccess', 'InvalidInputError']).toContain(type);
    return { isTaken: type === 'UpdateUserSuccess', text: JSON.stringify(reply) };
  };
  return {
    patch: way === 'REST' ? byRest : byGraphQL,
    stored: async () => {
      const { data } = await server.db.prisma.user.findUniqueOrThrow({
        where: { id: BigInt(user.databaseId) },
      });
      return data as Record<string, unknown>;
    },
  };
}

/** Each report moves the meeting: a status that nobody knows may become anything, and the next is unknown again. */
export async function ofMeeting(server: TestServer): Promise<Subject> {
  const user = await seedUser(server);
  const { id } = await server.db.prisma.meeting.create({
    data: { userId: BigInt(user.databaseId), platform: 'zoom', status: 'odd' },
  });
  return {
    patch: async (data) => {
      await server.db.rows(sql`update meetings set status = 'odd' where id = ${id}`);
      const reply = await server.graphql<{
        updateMeetingStatus: { receipts: { state: string }[] };
      }>(
        `mutation ($input: UpdateMeetingStatusInput!) { updateMeetingStatus(input: $input) {
          ... on UpdateMeetingStatusSuccess { receipts { state
            error { code message ... on InvalidInputError { issues { path } } } } } } }`,
        {
          admin: server.adminKey,
          variables: {
            input: { changes: [{ meeting: { databaseId: Number(id) }, status: 'JOINING', data }] },
          },
        },
      );
      const state = reply.data.updateMeetingStatus.receipts[0]?.state ?? '';
      expect(['UPDATED', 'REFUSED']).toContain(state);
      return { isTaken: state === 'UPDATED', text: JSON.stringify(reply) };
    },
    stored: async () => {
      const { data } = await server.db.prisma.meeting.findUniqueOrThrow({ where: { id } });
      return data as Record<string, unknown>;
    },
  };
}
