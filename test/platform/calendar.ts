import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { as, asService, type Someone } from './request.ts';

export const FEED = 'https://calendar.example.com/private-4711/basic.ics';

export type Shown = { readonly id: string };

export async function connect(
  server: TestServer,
  of: Someone,
  fields: object = {},
): Promise<Shown> {
  const { status, body } = await as(server, of, 'POST', '/user/calendars', {
    name: 'Work',
    ics_url: FEED,
    ...fields,
  });
  expect(status).toBe(201);
  return body as Shown;
}

/** As the sweep sees the calendars of one user. */
export async function configsOf(server: TestServer, { id }: Someone): Promise<unknown[]> {
  const { status, body } = await asService(server, 'GET', '/internal/calendar-configs');
  expect(status).toBe(200);
  const { configs } = body as { configs: { user_id: number }[] };
  return configs.filter((config) => config.user_id === id);
}

/** Calendars that are not connected, and why. */
export const REFUSED: readonly (readonly [body: object, detail: unknown])[] = [
  [{ name: ' ', ics_url: FEED }, 'name is required'],
  [{ name: 'x'.repeat(101), ics_url: FEED }, 'name too long'],
  [{ name: 'x', ics_url: ' ' }, 'ics_url is required'],
  [{ name: 'x', ics_url: 'ftp://a.example.com/x' }, 'ics_url must be an http(s) URL'],
  [{ name: 'x', ics_url: 'not a url' }, 'ics_url must be an http(s) URL'],
  [{ name: 'x', ics_url: `https://a.example.com/${'x'.repeat(2_048)}` }, 'ics_url too long'],
  [{ name: 'x', ics_url: FEED, bot_name: 'x'.repeat(101) }, 'bot_name too long'],
  [
    { name: 'x', ics_url: 'https://calendar.google.com/calendar/embed?src=a' },
    expect.stringContaining('embed page, not its feed'),
  ],
];
