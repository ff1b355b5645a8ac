import { NATURAL_TEXTS, naturalPlaces } from './natural-places.ts';

type Data = Readonly<Record<string, unknown>>;

/** A secret in every place where free-form data could hold it, but `webhook_secret` at the top. */
export function hiddenIn(secret: string): readonly Data[] {
  return [
    ...ofWebhooks(secret),
    ...besideNames(secret),
    ...besideOtherNames(secret),
    ...inTexts(secret),
    ...asNames(secret),
    ...inAddresses(encodeURIComponent(secret)),
    ...encoded(secret),
    ...naturalPlaces(secret),
  ];
}

/** The secret is no value, but the name of one. */
function asNames(secret: string): readonly Data[] {
  const json = JSON.stringify({ webhook_secret: secret });
  return [
    { [`whsec_${secret}`]: true },
    { a: [{ [`whsec_${secret}`]: null }] },
    { [`https://user:${encodeURIComponent(secret)}@a.example.com`]: 1 },
    { [`Bearer ${Buffer.from(secret).toString('base64')}`]: [] },
    { [`webhook_secret=${secret}`]: 'on' },
    { webhook_secrets: { [secret]: true } },
    { [json]: 1 },
    { a: { [Buffer.from(json).toString('base64')]: true } },
  ];
}

function inAddresses(secret: string): readonly Data[] {
  return [
    '?webhook_secret=',
    '?a=1&webhookSecret=',
    '#hook-secret=',
    '?web%68ook%5Fsecret=',
  ].flatMap((part) => [
    { url: `https://a.example.com/x${part}${secret}` },
    { log: `sent to https://a.example.com/x${part}${secret}&b=2 at noon` },
    { [`https://a.example.com/${part}${secret}`]: false },
  ]);
}

/** What whoever has the database can read as well. */
function encoded(secret: string): readonly Data[] {
  const texts = [
    JSON.stringify({ webhook: { secret } }),
    `A=b\nWEBHOOK_SECRET=${secret}`,
    `whsec_${secret}`,
    `<webhook_secret>${secret}</webhook_secret>`,
  ];
  const bytes = texts.map((text) => Buffer.from(text));
  return [
    ...bytes.flatMap((one) => [
      { config: one.toString('base64') },
      { config: one.toString('base64url') },
      { config: one.toString('hex') },
      { config: Buffer.from(one.toString('base64')).toString('base64') },
      { file: `data:text/plain;base64,${one.toString('base64')}` },
      { note: `the config is ${one.toString('base64')}, as ever` },
    ]),
    ...texts.map((text) => ({ config: encodeURIComponent(text) })),
    ...texts.map((text) => ({
      body: `a=1&config=${encodeURIComponent(encodeURIComponent(text))}`,
    })),
  ];
}

/** Only beside the secret of a webhook these mean its name and its value. */
function besideOtherNames(secret: string): readonly Data[] {
  return [
    { settings: [{ id: 'webhook_secret', value: secret }] },
    { settings: [{ type: 'webhookSecret', text: secret }] },
    { env: { param: 'WEBHOOK_SECRET', string: secret } },
    { env: { name: ['A', 'WEBHOOK_SECRET'], values: ['b', secret] } },
  ];
}

const NAMES = ['WEBHOOK_SECRET', 'API_KEY', 'Authorization', 'db-password', 'botToken', 'TOKEN'];

/** The name is no key of an object, but a value beside the secret. */
function besideNames(secret: string): readonly Data[] {
  return NAMES.flatMap((name) => [
    { env: [{ name, value: secret }] },
    { env: { list: [{ key: name, value: secret, isSet: true }] } },
    { headers: [{ Header: name, Value: [secret] }] },
    {
      env: [
        ['A', 'b'],
        [name, secret],
      ],
    },
    { env: JSON.stringify([{ name, value: secret }]) },
  ]);
}

/** What a text holds that is more than the secret, or says it in another way than by its name. */
function inTexts(secret: string): readonly Data[] {
  const json = JSON.stringify({ webhook: { token: secret } });
  const safe = encodeURIComponent(secret);
  return [
    ...NAMES.flatMap((name) => [
      { [name]: secret },
      { env: `A=b\n${name.replace('-', '_')}=${secret}\nX=1` },
      { env: `export ${name.replace('-', '_')}="${secret}"` },
      { note: `A: b; ${name}: ${secret}` },
    ]),
    { config: JSON.stringify(json) },
    { config: JSON.stringify(JSON.stringify(JSON.stringify(json))) },
    { webhook: { token: secret } },
    { webhook: { password: secret } },
    { webhook: { auth_header: `Bearer ${secret}` } },
    { webhook: { auth: secret } },
    { webhook: { hmac: secret } },
    { webhook: `secret=${secret}` },
    { webhook_token: secret },
    { webhook_key: secret },
    { hookSignatureKey: secret },
    { callback_secret: secret },
    { slack: { signing_secret: secret } },
    { config: `<webhook_secret>${secret}</webhook_secret>` },
    { log: `sent ${JSON.stringify(json)}` },
    { anything: `https://user:${safe}@a.example.com/` },
    { list: [`see http://${safe}@a.example.com for more`] },
    { database: `postgresql://user:${safe}@db/x` },
    { note: `the secret is whsec_${secret}` },
    { note: `Bearer ${Buffer.from(secret).toString('base64')}` },
  ];
}

/** By the names of keys alone. */
function ofWebhooks(secret: string): readonly Data[] {
  return [
    { webhookSecret: secret },
    { WEBHOOK_SECRET: secret },
    { 'webhook-secret': secret },
    { 'Webhook Secret': secret },
    { web_hook_secret: secret },
    { webhook_signing_secret: secret },
    { old_webhook_secret_2: secret },
    { webhook_secrets: [secret, secret] },
    { webhook: { secret } },
    { webhook: { url: 'https://a.example.com', auth: { hmac_key: secret } } },
    { webhooks: [{ url: 'https://a.example.com' }, { signingKey: secret }] },
    { secrets: { webhook: secret } },
    { a: { b: [{ c: [[{ webhook_secret: secret }]] }] } },
    { config: JSON.stringify({ webhook: { secret } }) },
    { config: `${' '.repeat(12)}${JSON.stringify({ webhook: { secret } })}` },
    { 𝐡𝐨𝐨𝐤_secret: secret },
    { 'Ｗｅｂｈｏｏｋ secret': secret },
    { 'h.o.o.k_secret': secret },
    { 'web ho\nok secret': secret },
    { note: `whsec_${secret}` },
    { note: `${' '.repeat(12)}whsec_${secret}` },
    { webhook_events: { 'meeting.completed': true, secret } },
  ];
}

/** What only looks a little like a secret: it is kept. */
export const NO_SECRETS: readonly Data[] = [
  ...NATURAL_TEXTS,
  { passcode: '123 456', secretary: 'Ms. Key', token_count: 12, author: 'a' },
  { page_token: 'next', access_token_expires: 'soon', keyboard: 'qwerty' },
  { note: 'The token is gone; secrets are kept elsewhere. Time: 10:30', mail: 'a@b.example.com' },
  { site: 'https://a.example.com/@name?token=1#x', git: 'ssh://git@a.example.com/x.git' },
  {
    list: [{ name: 'colour', value: 'red' }, ['a', 'b']],
    webhook: { url: 'https://a.example.com/' },
  },
  {
    words: [
      { type: 'token', text: 'hello' },
      { id: 'password', title: 'Password', text: 'Enter it' },
    ],
  },
  { picture: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk', percent: '100%25' },
  { container: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  { page: 'https://a.example.com/?q=webhook&next=https%3A%2F%2Fb.example.com%2F%3Fa%3D1' },
  { text: '["a", 1]', more: '"quoted"', id: 'vxa_bot_short', webhook_enabled: true },
];
