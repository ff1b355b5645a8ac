import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { as, type Reply, type Someone, someone } from './request.ts';

// Addresses that users set, and that services of the platform request.

const RESOLVED: Readonly<Record<string, readonly string[]>> = {
  'metadata.attacker.example': ['169.254.169.254'],
  'mixed.attacker.example': ['93.184.216.34', '169.254.169.254'],
  'models.corp.lan': ['10.1.2.3'],
  'calendar.example.com': ['93.184.216.34'],
};

const FORBIDDEN = [
  ...['169.254.169.254', '169.254.170.2', '169.254.0.1', '168.63.129.16', '100.100.100.200'],
  ...['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '169.254.169.254.'],
  ...['[fe80::1]', '[fd00:ec2::254]', '[fd20:ce::254]', '[::ffff:169.254.169.254]'],
  ...['[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::]', '[::a9fe:a9fe]'],
  ...['0.0.0.0', '[::]', '224.0.0.1', '255.255.255.255', '[ff02::1]'],
  ...['metadata.google.internal', 'METADATA.google.internal.', 'metadata', 'instance-data'],
  ...['metadata.attacker.example', 'mixed.attacker.example'],
];
const ALLOWED = [
  ...['93.184.216.34', '[2606:4700::1111]', '[::ffff:93.184.216.34]', 'calendar.example.com'],
  ...['10.0.0.5:11434', '192.168.1.9', '172.17.0.1', '127.0.0.1:8080', '[::1]:11434', '[fd12::7]'],
  ...['localhost:11434', 'ollama:11434', 'models.corp.lan', 'only-there.example.org'],
];

let server: TestServer;
let user: Someone;
let calendarId: string;
beforeAll(async () => {
  server = await startServer({
    outside: {
      resolve: async (name) => RESOLVED[name.replace(/\.$/, '')] ?? [],
      redirectOf: () => Promise.reject(new Error('no server is to be asked')),
    },
  });
  user = await someone(server);
  const { body } = await as(server, user, 'POST', '/user/calendars', {
    name: 'first',
    ics_url: 'https://calendar.example.com/first.ics',
  });
  calendarId = (body as { id: string }).id;
});
afterAll(() => server.stop());

const WAYS: Readonly<Record<string, (url: string) => Promise<Reply>>> = {
  'POST /user/calendars ics_url': (url) =>
    as(server, user, 'POST', '/user/calendars', { name: 'Work', ics_url: url }),
  'PATCH /user/calendars ics_url': (url) =>
    as(server, user, 'PATCH', `/user/calendars/${calendarId}`, { ics_url: url }),
  'PUT /user/calendar ics_url': (url) =>
    as(server, user, 'PUT', '/user/calendar', { ics_url: url }),
  'PUT /user/models base_url': (url) => as(server, user, 'PUT', '/user/models', { base_url: url }),
  'PUT /user/transcription url': (url) => as(server, user, 'PUT', '/user/transcription', { url }),
  'PUT /user/workspace-git repo': (url) =>
    as(server, user, 'PUT', '/user/workspace-git', { repo: url }),
};

async function stored(): Promise<string> {
  const configs = await server.db.prisma.userConfig.findMany({ orderBy: { name: 'asc' } });
  return JSON.stringify(
    configs.map(({ name, sealed }) => [name, Buffer.from(sealed).toString('hex')]),
  );
}

describe.each(Object.entries(WAYS))('%s', (name, put) => {
  const field = name.split(' ').at(-1);

  it.each(FORBIDDEN)('is refused, and nothing is stored: %s', async (host) => {
    const before = await stored();
    for (const url of [`http://${host}/latest/meta-data`, ` https://${host} `])
      expect([url, await put(url)]).toEqual([
        url,
        {
          status: 422,
          body: {
            detail: `${field} must not lead to link-local, reserved or cloud metadata addresses`,
          },
        },
      ]);
    expect(await stored()).toBe(before);
  });

  it.each(ALLOWED)('is kept: %s', async (host) => {
    const { status, body } = await put(`http://${host}/v1`);
    expect([status, body]).toEqual([name.startsWith('POST') ? 201 : 200, expect.anything()]);
    const { id } = body as { id?: string };
    if (name.startsWith('POST'))
      expect((await as(server, user, 'DELETE', `/user/calendars/${id}`)).status).toBe(204);
  });
});

describe('a repository', () => {
  const put = (repo: string) => as(server, user, 'PUT', '/user/workspace-git', { repo });
  const FORMS: Readonly<Record<string, (host: string) => string>> = {
    ssh: (host) => `ssh://${host}/me/work.git`,
    'ssh with a user and a port': (host) => `ssh://git@${host.replace(/:\d+$/, '')}:2222/work.git`,
    'SSH in capitals': (host) => `SSH://git@${host}/work.git`,
    git: (host) => `git://${host}/work.git`,
    'http with a token': (host) => `https://me:to%2Fken@${host}/work.git`,
    scp: (host) => `git@${host.replace(/:\d+$/, '')}:me/work.git`,
    'scp without a user': (host) => `${host.replace(/:\d+$/, '')}:/srv/work.git`,
  };
  const pairs = (hosts: readonly string[]) =>
    Object.entries(FORMS).flatMap(([form, of]) => hosts.map((host) => [form, of(host)] as const));

  it.each(pairs(FORBIDDEN))('by %s is not where a cloud answers: %s', async (_form, repo) => {
    const before = await stored();
    expect(await put(repo)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('cloud metadata') },
    });
    expect(await stored()).toBe(before);
  });

  it.each(pairs(ALLOWED))('by %s is kept: %s', async (_form, repo) => {
    expect([repo, (await put(repo)).status]).toEqual([repo, 200]);
  });

  it.each([
    ...['ftp', 'ftps', 'file', 'data', 'gopher', 'rsync', 'git+ssh'].map(
      (one) => `${one}://h.example.com/x`,
    ),
    ...[
      'ext::sh -c id',
      'ext::sh',
      'fd::17',
      'ext::http://h.example.com/',
      'https::http://h.example.com/',
    ],
    ...['-u', '--upload-pack=id', '-oProxyCommand=id', '-x@h.example.com:w'],
    ...['ssh://-oProxyCommand=id/x', 'ssh://git@-oProxyCommand=id/x', 'ssh://-x@h.example.com/x'],
    ...[
      '//169.254.169.254/x',
      '//h.example.com/x',
      '/etc/passwd',
      '../work',
      'work',
      '.',
      'C:\\work',
    ],
    ...['http:169.254.169.254/x', 'http:/169.254.169.254/x', 'http:\\\\169.254.169.254\\x'],
    // What one program takes for the host, another takes for a user.
    ...['ssh://h.example.com#@169.254.169.254/x', 'ssh://h.example.com?@169.254.169.254/x'],
    ...['ssh://h.example.com\\@169.254.169.254/x', 'ssh://169.254.169.254%2Fx@h.example.com/x'],
    ...['https://h.example.com/a b', 'https://h.example.com/a\tb', 'https:///x', 'ssh://'],
  ])('of another form is refused: %s', async (repo) => {
    const before = await stored();
    const { status, body } = await put(repo);
    expect([status, body]).toEqual([422, { detail: expect.stringMatching(/^repo must/) }]);
    expect(await stored()).toBe(before);
  });
});
