import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freePort } from '../support/ports.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Two processes that create sign-in links; each test has minutes of its own. */
export class LinkStage {
  now = Date.now();
  server!: TestServer;
  second!: TestServer;

  readonly change = (mutation: string) =>
    this.server.graphql<Record<string, { readonly __typename: string }>>(
      `mutation { ${mutation} }`,
      { admin: this.server.adminKey },
    );
}

export function linkStage(): LinkStage {
  const stage = new LinkStage();
  const clock = () => new Date(stage.now);
  let minutes = 0;
  beforeAll(async () => {
    const port = await freePort();
    const env = { PUBLIC_ORIGIN: `http://127.0.0.1:${port}`, TOKEN_ALLOWED_SCOPES: 'bot,tx' };
    stage.server = await startServer({ env: { ...env, PORT: String(port) }, clock });
    stage.second = await startServer({ env, clock, beside: stage.server });
  });
  afterAll(async () => {
    await stage.second.stop();
    await stage.server.stop();
  });
  beforeEach(() => {
    // Of what anybody does in one minute, the audit log keeps a few reasons.
    minutes += 10;
    stage.now = Date.now() + minutes * 60_000;
  });
  return stage;
}
