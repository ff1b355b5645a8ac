type Data = Readonly<Record<string, unknown>>;

/** A secret in every place where free-form data could hold it, but `webhook_secret` at the top. */
export function hiddenIn(secret: string): readonly Data[] {
  return [...ofWebhooks(secret), ...besideNames(secret), ...inTexts(secret)];
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
  { passcode: '123 456', secretary: 'Ms. Key', token_count: 12, author: 'a' },
  { page_token: 'next', access_token_expires: 'soon', keyboard: 'qwerty' },
  { note: 'The token is gone; secrets are kept elsewhere. Time: 10:30', mail: 'a@b.example.com' },
  { site: 'https://a.example.com/@name?token=1#x', git: 'ssh://git@a.example.com/x.git' },
  {
    list: [{ name: 'colour', value: 'red' }, ['a', 'b']],
    webhook: { url: 'https://a.example.com/' },
  },
  { text: '["a", 1]', more: '"quoted"', id: 'vxa_bot_short', webhook_enabled: true },
];
