import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { cookieHeader, newBrowser, PROOF, signIn, viewerIn } from './browser.ts';
import { ADMINS, type People, startPeople, USERS } from './people-server.ts';

/** Two processes at which people sign in with a browser; before each test nobody is, and Ada is an operator. */
export class SessionStage {
  now = Date.now();
  people!: People;
  server!: TestServer;
  second!: TestServer;

  readonly seconds = () => Math.floor(this.now / 1_000);

  /** Signs the person of the provider in. */
  readonly signedIn = async () => {
    const browser = newBrowser();
    await signIn(browser, this.server.url);
    const cookie = cookieHeader(browser, this.server);
    const statusAt = async ({ url }: TestServer) =>
      (await viewerIn(newBrowser(), url, { ...PROOF, cookie })).status;
    return { browser, statusAt };
  };

  readonly sessions = async () =>
    (await this.server.db.rows(sql`select from sign_in_sessions`)).length;
}

export function sessionStage(): SessionStage {
  const stage = new SessionStage();
  beforeAll(async () => {
    stage.people = await startPeople({
      rules: [ADMINS, USERS],
      clock: () => new Date(stage.now),
    });
    stage.server = stage.people.server;
    stage.second = await stage.people.beside();
  });
  afterAll(() => stage.people.stop());
  beforeEach(async () => {
    stage.now = Date.now();
    await stage.server.db.rows(sql`delete from sign_in_sessions`);
    stage.people.provider.setPerson('ada');
    stage.people.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 86_400 });
  });
  return stage;
}
