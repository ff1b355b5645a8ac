import { createHash } from 'node:crypto';

/** Long enough for a secret, and still no secret. */
export const EASY_TO_GUESS = [
  'a'.repeat(28),
  'ab'.repeat(20),
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  '1234567890'.repeat(4),
  'qwertyuiopasdfghjklzxcvbnm',
  'admin-token-for-production',
  'changeme-changeme-changeme',
  'this-is-my-secret-admin-key',
  'Passw0rdPassw0rdPassw0rd',
  'deadbeef'.repeat(8),
  '-'.repeat(40),
  // Signs in place of letters.
  'p4ssw0rd-4dm1n-53cr3t-k3y!',
  'S3cr3t_4p1_K3y_F0r_Pr0duct10n',
  'l4tchk3y-pr0duct10n-t0k3n',
  // Rows and columns of a keyboard, one after the other or in turn.
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1qaz@WSX3edc$RFV5tgb^YHN',
  'qazwsxedcrfvtgbyhnujmikolp',
  'zaq12wsxcde34rfvbgt56yhn',
  'q1w2e3r4t5y6u7i8o9p0a1s2d3',
  'a1b2c3d4e5f6g7h8i9j0k1l2',
  'qweasdzxcqweasdzxcqweasdzxc',
  '0987654321qwertyuiop!@#$%',
  '00112233445566778899aabbccddeeff',
  'LatchkeyProduction2024!!',
  // Sentences.
  'thequickbrownfoxjumpsoverthelazydog',
  'TheQuickBrownFoxJumpsOverTheLazyDog1!',
  'ILoveMyCompany-AcmeCorp-2026',
  'please-keep-this-secret-safe-from-everything',
  'we_will_always_remember_the_first_summer',
  'loremipsumdolorametconsectetur',
  // The same in base64 and hexadecimal digits, and in both.
  Buffer.from('my-secret-admin-key-for-production').toString('base64'),
  Buffer.from('abcabcabcabcabcabcabcabc').toString('base64'),
  Buffer.from('changemechangeme').toString('hex'),
  Buffer.from('password password password').toString('base64url'),
  Buffer.from(Buffer.from('secret-token-admin').toString('hex')).toString('base64'),
  Buffer.alloc(32, 'ab').toString('hex'),
];

/** Digests of nothing and of common passwords, also as `echo` passes them on. */
export const COMMON_DIGESTS = [
  ...['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) =>
    ['', '\n', 'password', 'password\n', '123456', 'changeme', 'admin'].flatMap((text) => [
      createHash(name).update(text).digest('hex'),
      createHash(name).update(text).digest('base64'),
      createHash(name).update(text).digest('hex').toUpperCase(),
    ]),
  ),
];

/** What stands in place of a secret. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is what was not filled in
export const UNFILLED = [
  '${ADMIN_API_TOKEN_FROM_VAULT}',
  '${ADMIN_API_TOKEN:?not-set-in-the-environment}',
  '$(cat/run/secrets/admin-api-token)',
  '$ADMIN_API_TOKEN_OF_PRODUCTION',
  '{{vault-latchkey-admin-api-token}}',
  '{{.Values.latchkey.adminApiToken}}',
  '<paste-the-operator-key-here>',
  '[insert-the-operator-key-here]',
  '%LATCHKEY_ADMIN_API_TOKEN%',
  '@latchkey.admin.api.token.here@',
  '__LATCHKEY_ADMIN_API_TOKEN__',
  '#{latchkey.admin.api.token}#',
  'op://vault/latchkey/admin-api-token',
  'https://vault.example.com/v1/secret/latchkey',
  'gcp-secret://projects/latchkey/admin',
  'vault:secret/data/latchkey#admin_api_token',
  'arn:aws:secretsmanager:eu-central-1:123456789012:secret:latchkey',
  'aws:secretsmanager/latchkey-admin',
  'file:/run/secrets/admin-api-token',
  'env:ADMIN_API_TOKEN_OF_PRODUCTION',
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is what was not filled in
