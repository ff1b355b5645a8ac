import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PLACE = `mutation ($input: PlaceLegalHoldInput!) { placeLegalHold(input: $input) {
  __typename
  ... on LegalHoldSuccess { hold { id reason releasedAt user { id } meeting { id } } }
  ... on Error { message } } }`;
const RELEASE = `mutation ($id: ID!) { releaseLegalHold(input: {id: $id}) {
  __typename ... on LegalHoldSuccess { hold { releasedAt } } ... on Error { message } } }`;
const DELETE = `mutation ($id: ID!) { deleteUser(input: {user: {id: $id}}) {
  __typename ... on Error { message } } }`;
const LIST = `query ($all: Boolean) { legalHolds(includeReleased: $all) { totalCount nodes { id } } }`;

type Held = {
  placeLegalHold: { __typename: string; message?: string; hold: { id: string; reason: string } };
};

describe('a legal hold', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const send = <Data>(document: string, variables: unknown) =>
    server.graphql<Data>(document, { admin: server.adminKey, variables });
  const place = async (input: Readonly<Record<string, unknown>>) =>
    (await send<Held>(PLACE, { input })).data.placeLegalHold;

  it('refuses the deletion of its user until it is released', async () => {
    const user = await seedUser(server);
    const { hold } = await place({ user: { id: user.id }, reason: 'case 7' });
    expect(hold).toMatchObject({ reason: 'case 7', releasedAt: null, user: { id: user.id } });

    const refused = await send<{ deleteUser: unknown }>(DELETE, { id: user.id });
    expect(refused.data.deleteUser).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('under a legal hold'),
    });
    const rest = await server.fetch(`/users/${user.databaseId}`, {
      method: 'DELETE',
      headers: { 'x-admin-api-key': server.adminKey },
    });
    expect(rest.status).toBe(409);

    const released = await send<{ releaseLegalHold: unknown }>(RELEASE, { id: hold.id });
    expect(released.data.releaseLegalHold).toMatchObject({
      hold: { releasedAt: expect.any(String) },
    });
    const again = await send<{ releaseLegalHold: unknown }>(RELEASE, { id: hold.id });
    expect(again.data).toEqual(released.data);
    const deleted = await send<{ deleteUser: { __typename: string } }>(DELETE, { id: user.id });
    expect(deleted.data.deleteUser.__typename).toBe('DeleteUserSuccess');
  });

  it('is listed while it is in force, and afterwards on request', async () => {
    const user = await seedUser(server);
    const { hold } = await place({ user: { email: user.email }, reason: 'listed' });
    type List = { legalHolds: { totalCount: number; nodes: { id: string }[] } };
    const before = await send<List>(LIST, {});
    expect(before.data.legalHolds.nodes[0]).toEqual({ id: hold.id });
    await send(RELEASE, { id: hold.id });
    const after = await send<List>(LIST, {});
    expect(after.data.legalHolds.totalCount).toBe(before.data.legalHolds.totalCount - 1);
    const all = await send<List>(LIST, { all: true });
    expect(all.data.legalHolds.nodes).toContainEqual({ id: hold.id });
  });

  it('is placed on one meeting, which not even SQL deletes then', async () => {
    const user = await seedUser(server);
    const [meeting = 0n] = await seedMeetings(server, user.databaseId, 1);
    const { hold } = await place({ meetingId: encodeId('Meeting', meeting), reason: 'evidence' });
    expect(hold).toMatchObject({ user: null, meeting: { id: encodeId('Meeting', meeting) } });
    await server.db.rows(sql`delete from meeting_sessions where meeting_id = ${meeting}`);
    await expect(
      server.db.rows(sql`delete from meetings where id = ${meeting}`),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^23(?:001|503)$/) });
  });

  it('leaves an event of the user whom it protects, with the reason', async () => {
    const user = await seedUser(server);
    const [meeting = 0n] = await seedMeetings(server, user.databaseId, 1);
    const { hold } = await place({ meetingId: encodeId('Meeting', meeting), reason: 'court' });
    await send(RELEASE, { id: hold.id });
    const { data } = await send<{ auditEvents: { nodes: unknown[] } }>(
      `query ($id: ID!) { auditEvents(filter: {targetId: $id}, first: 2) { nodes { action after } } }`,
      { id: user.id },
    );
    const after = { meeting: Number(meeting), reason: 'court' };
    expect(data.auditEvents.nodes).toMatchObject([
      { action: 'LEGAL_HOLD_RELEASED', after },
      { action: 'LEGAL_HOLD_PLACED', after },
    ]);
  });

  it('needs one thing that is there, and a reason', async () => {
    const user = await seedUser(server);
    const [meeting = 0n] = await seedMeetings(server, user.databaseId, 1);
    const meetingId = encodeId('Meeting', meeting);
    const by = { id: user.id };
    for (const [input, type] of [
      [{ reason: 'neither' }, 'InvalidInputError'],
      [{ reason: 'both', user: by, meetingId }, 'InvalidInputError'],
      [{ reason: ' ', user: by }, 'InvalidInputError'],
      [{ reason: 'nobody', user: { databaseId: '999999' } }, 'NotFoundError'],
      [{ reason: 'nothing', meetingId: encodeId('Meeting', 999_999n) }, 'NotFoundError'],
    ] as const)
      expect((await place(input)).__typename).toBe(type);
    const { data } = await send<{ releaseLegalHold: { __typename: string } }>(RELEASE, {
      id: encodeId('LegalHold', 999_999n),
    });
    expect(data.releaseLegalHold.__typename).toBe('NotFoundError');
  });
});
