type Data = Readonly<Record<string, unknown>>;

/** Where programs and their logs have secrets: beside `hiddenIn`, which has names and encodings. */
export function naturalPlaces(secret: string): readonly Data[] {
  return [
    ...commandLines(secret),
    ...lists(secret),
    ...tables(secret),
    ...files(secret),
    ...spelled(secret),
    ...sentences(secret),
    ...fields(secret),
    ...settings(secret),
    ...encodedParts(secret),
  ];
}

function commandLines(secret: string): readonly Data[] {
  const texts = [
    `bot --webhook-secret=${secret}`,
    `bot --webhook-secret ${secret}`,
    `bot --url x --webhook-secret "${secret}" --more`,
    `bot --api-key ${secret}`,
    `bot --token=${secret}`,
    `bot -webhook-secret \\\n  ${secret}`,
    `java -Dwebhook.secret=${secret} -jar bot.jar`,
    `java -Dtoken=${secret}`,
    `$env:WEBHOOK_SECRET="${secret}"`,
    `$env:API_KEY="${secret}"`,
    `set WEBHOOK_SECRET=${secret}`,
    `curl -u user:${secret} https://a.example.com/`,
    `curl --user "user:${secret}" https://a.example.com/`,
  ];
  const encoded = texts.map((text) => Buffer.from(text).toString('base64'));
  return [...texts, ...encoded].map((command) => ({ command }));
}

function lists(secret: string): readonly Data[] {
  return [
    { args: ['bot', '--url', 'x', '--webhook-secret', secret] },
    { args: ['bot', '--token', secret, '--more'] },
    { args: ['--password', secret] },
    { args: ['config', 'set', 'webhook_secret', secret] },
    { h: ['Host', 'x', 'X-Webhook-Secret', secret] },
    { h: ['Host', 'x', 'Authorization', secret] },
    { text: JSON.stringify(['bot', '--url', 'x', '--webhook-secret', secret]) },
  ];
}

function tables(secret: string): readonly Data[] {
  return [
    { columns: ['id', 'webhook_secret'], rows: [[1, secret]] },
    {
      fields: ['id', 'password', 'name'],
      values: [
        [1, secret, 'a'],
        [2, null, 'b'],
      ],
    },
    { header: ['id', 'API_KEY'], values: [1, secret] },
    { a: { columns: ['webhook_secret'], data: [[secret]] } },
    { columns: [{ name: 'id' }, { name: 'api_key', type: 'text' }], rows: [[1, secret]] },
    { fields: [{ Name: 'id' }, { Name: 'WEBHOOK_SECRET' }], data: [1, secret] },
    { name: 'API_KEY', values: [secret] },
    { env: [{ key: 'webhook_secret', values: ['', secret] }] },
  ];
}

function files(secret: string): readonly Data[] {
  return [
    `webhook_secret:\n  ${secret}`,
    `a: b\nwebhook_secret: |\n  ${secret}\nc: d`,
    `a: b\npassword:\n  ${secret}`,
    `env:\n- name: WEBHOOK_SECRET\n  value: ${secret}`,
    `webhook_secret =${' '.repeat(25)}${secret}`,
    `password${' '.repeat(60)}: ${secret}`,
    `<webhook_secret><![CDATA[${secret}]]></webhook_secret>`,
    `<webhook_secret type="text">${secret}</webhook_secret>`,
    `<h:webhook_secret>${secret}</h:webhook_secret>`,
    `<param name="webhook_secret" value="${secret}"/>`,
    `<param value="${secret}" name="webhook_secret"/>`,
    `<string name="webhook_secret">${secret}</string>`,
    `<key>webhook_secret</key>\n  <string>${secret}</string>`,
    `'webhook_secret' => '${secret}'`,
    `config["webhook_secret"] = "${secret}"`,
    `sent {"name": "webhook_secret", "value": "${secret}"}`,
    `jdbc:postgresql://h/db?user=u&password=${secret}`,
    `jdbc:sqlserver://h;user=u;password=${secret}`,
    `mongodb+srv://h/db?authSource=a&password=${secret}`,
  ].map((file) => ({ file }));
}

/** In files and commands that set what a program reads. */
function settings(secret: string): readonly Data[] {
  const json = JSON.stringify({ webhook_secret: secret });
  const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"`;
  return [
    `FROM node\nENV API_KEY ${secret}\nCMD bot`,
    `ENV WEBHOOK_SECRET "${secret}"`,
    `setenv WEBHOOK_SECRET ${secret}`,
    `setx API_KEY ${secret}`,
    `set -gx API_KEY ${secret}`,
    `machine a.example.com login user password ${secret}`,
    `machine a.example.com\n  login user\n  password ${secret}\n`,
    `${part('webhook_secret')}\r\n\r\n${secret}\r\n--b--`,
    `${part('password')}\r\nContent-Type: text/plain\r\n\r\n${secret}\r\n--b--`,
    `${part('api_key')}; filename="a.txt"\n\n${secret}\n--b--`,
    json.replaceAll('"', '&quot;'),
    `<p data-config="${json.replaceAll('"', '&#34;')}">`,
    `with ${json.replaceAll('"', '&#x22;')} sent`,
    `sent {"value":"${secret}","name":"API_KEY"}`,
    `sent {"value": "${secret}", "isSet": true, "key": "webhook_secret"}`,
    `<param value="${secret}" name="api_key"/>`,
  ].map((setting) => ({ setting }));
}

/** Behind other letters, in a path, or cut into lines, none of which may have the name. */
function encodedParts(secret: string): readonly Data[] {
  const json = JSON.stringify({ webhook_secret: secret });
  const digits = Buffer.from(json).toString('hex');
  const base64 = Buffer.from(json).toString('base64');
  const inLines = [60, 64, 76].flatMap((width) =>
    [48, 50, 58, 69].map((padding) => {
      const long = Buffer.from(`${' '.repeat(padding)}${json}${' '.repeat(40)}`);
      return [long.toString('base64'), long.toString('hex')].map((text) =>
        (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n'),
      );
    }),
  );
  return [
    ...['https://a.example.com/cb/', '/cb/', 'cfg-', 'v1_', 'ab/', 'x', 'abc', 'a-b_c/'].flatMap(
      (before) => [`${before}${base64}`, `${before}${digits}`, `${before}${base64}/more`],
    ),
    `0x${digits}`,
    `\\x${digits}`,
    ...inLines.flat(),
  ].map((blob) => ({ blob }));
}

/** The letters of the name are written as others, or have something between them that nobody sees. */
function spelled(secret: string): readonly Data[] {
  return [
    `ｗｅｂｈｏｏｋ＿ｓｅｃｒｅｔ=${secret}`,
    `𝐰𝐞𝐛𝐡𝐨𝐨𝐤_𝐬𝐞𝐜𝐫𝐞𝐭=${secret}`,
    `webhook_sec\u200bret=${secret}`,
    `web\u00adhook_sec\u2060ret: ${secret}`,
    `pass\ufeffword=${secret}`,
    `w.e.b.h.o.o.k_s.e.c.r.e.t=${secret}`,
  ].map((note) => ({ note }));
}

function sentences(secret: string): readonly Data[] {
  const credential = Buffer.from(`user:${secret}`).toString('base64');
  return [
    `(webhook_secret=${secret})`,
    `with (password: ${secret})`,
    `\`webhook_secret=${secret}\``,
    `\`password: ${secret}\``,
    `sent with Bearer ${Buffer.from(secret).toString('hex')}`,
    `sent with Basic ${credential}`,
  ].map((note) => ({ note }));
}

function fields(secret: string): readonly Data[] {
  return [
    { webhook: { key: secret } },
    { webhook: { keys: [secret] } },
    { webhook: { pw: secret } },
    { hooks: [{ pass: secret }] },
    { webhook: `key=${secret}` },
    { webhook_pass: secret },
    { webhookPwd: secret },
    { access_token: secret },
    { google: { refreshToken: secret } },
    { cookie: secret },
    { headers: { 'Set-Cookie': secret } },
    { name: 'webhook_secret', valueString: secret },
    { name: 'API_KEY', stringValue: secret },
  ];
}

/** As natural, and no secrets. */
export const NATURAL_TEXTS: readonly Data[] = [
  {
    token_count: 12,
    cookies_accepted: true,
    access_token_expires_in: 3_600,
    cookie_banner: 'none',
  },
  { access_token_type: 'none', next_page_token: 'abc', password_hint: 'a dog', webhook_passed: 3 },
  {
    keys: ['a', 'b'],
    key: 'value',
    pass: 'first',
    bypass: 'never',
    webhook: { url: 'https://a.example.com/' },
  },
  { key: { webhook_url: 'https://a.example.com/' }, hooks: [{ key: 'event', value: 'joined' }] },
  { words: ['the', 'password', 'is', 'gone'], list: ['token', 'secret', 'key', 'cookie'] },
  { columns: ['token', 'start', 'end'], rows: [['hello', 1, 2]] },
  { names: ['webhook_url', 'webhook_secret', 'webhook_events', 'data'] },
  { lines: ['[inaudible]', '[00:12] Alice [muted]', '[1] see [2]', '{name}', '"Yes" and "no"'] },
  { text: 'Enter your password:\nthen press Enter. The flag --password is required, --token too.' },
  { schema: 'password:\n  type: string\n  minLength: 8\ntoken_count: 5' },
  {
    text: 'Bearer of good news. A basic understanding, the bearer certificate, basic drag-and-drop.',
  },
  { text: 'docker run -u 1000:1000 image', log: 'curl -s -u example https://a.example.com/' },
  {
    html: '<a name="token">Tokens</a> <p id="password">Enter it</p> <token/> <password></password>',
  },
  { url: 'https://a.example.com/?token=1&password=2', form: 'a=1&password=2', note: 'zoom?pwd=1' },
  { text: `vxa_bot_short x_vxa_bot_short a_vxa_bot_${'0123456789'.repeat(3)}0123456x` },
  {
    text: 'webhook_secret=, password: "", token=;',
    code: 'if (token == "") {}',
    empty: '{token=}',
  },
  { columns: [{ name: 'token' }, { name: 'start' }], rows: [['hello', 1]] },
  { name: 'words', values: ['password', 'secret', 'key'], label: 'Token', data: [1, 2] },
  { text: 'ENV is short for environment. Set -x tells more.\nLog in with your password, please.' },
  { text: 'On this machine, login is by password only. Machine learning: login and password.' },
  {
    html: 'a &quot;password&quot; is needed &amp; &#39;token&#39; as well',
    form: 'name="token"\n\nx',
  },
  {
    ids: [
      '0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
      'cus_NffrFeUfNV2Hib',
      'v1_0123456789abcdef01',
    ],
  },
  { path: '/usr/share/webhook/secrets/tokens/documents_and_settings/passwords-of-nobody' },
  { json: JSON.stringify({ list: JSON.stringify([JSON.stringify({ a: ['b', 1, null] })]) }) },
];
