/** A webhook's secret in every place where free-form data could hold it, but `webhook_secret` at the top. */
export function hiddenIn(secret: string): readonly Readonly<Record<string, unknown>>[] {
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
