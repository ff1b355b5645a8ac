import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { TestServer } from '../support/server.ts';
import type { PeopleProvider } from './people-provider.ts';
import { ADMINS, type People, startPeople } from './people-server.ts';
import { refusals } from './request.ts';

/** A service at which operators sign in; before each test the provider names Ada, and a new minute has begun. */
export class PeopleStage {
  now = Date.now();
  people!: People;
  provider!: PeopleProvider;
  server!: TestServer;

  readonly seconds = () => Math.floor(this.now / 1_000);

  /** Why requests were refused, as the audit log says it. */
  readonly reasons = async () => (await refusals(this.server)).map(({ after }) => after.why);
}

export function peopleStage(): PeopleStage {
  const stage = new PeopleStage();
  let minutes = 0;
  beforeAll(async () => {
    stage.people = await startPeople({ rules: [ADMINS], clock: () => new Date(stage.now) });
    stage.provider = stage.people.provider;
    stage.server = stage.people.server;
  });
  afterAll(() => stage.people.stop());
  beforeEach(() => {
    // Of what anybody does in one minute, the audit log keeps a few reasons.
    minutes += 1;
    stage.now = Date.now() + minutes * 60_000;
    stage.provider.setAway(false);
    stage.provider.setPerson('ada');
    stage.provider.setClaims({ groups: ['admins'], name: 'Ada Lovelace' });
    stage.provider.setIdClaims({});
  });
  return stage;
}
