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
  ...['${{secrets.LATCHKEY_ADMIN_KEY_PROD}}', '${{secrets.LK_ADMIN_KEY_PRD_7Q}}'],
  ...['{{env.LK_ADM_KEY|default("")}}', '${file("/run/lk-adm.k7")}', '((latchkey-admin-key-q7x))'],
  ...['$(LK_ADM_KEY_PROD_Q7X-unset)', '$env:LK_ADM_KEY_PROD_Q7X', '$[variables.lkAdmKeyQ7x]'],
  ...['%{ENV:LK_ADM_KEY_PRD_Q7}', '{env:LK_ADM_KEY_PRODQ7X}', '{$env.LK_ADM_KEY_PRODQ7X}'],
  ...['<%=ENV["LK_PEPPER_PRD_KEY_7"]%>', '/srv/latchkey/adminkey/q7x'],
  ...['ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)', '{cipher}b9f79150c1cd8ecd22abd52d65980c94'],
  '@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/k)',
  '@Microsoft.KeyVault(VaultName=lkv;SecretName=admk)',
  ...['projects/123456789/secrets/lk-adm/versions/latest', 'projects/acme-prd/secrets/lkadm'],
  ...['env.LK_ADMIN_KEY_PROD_Q7X', 'secretKeyRef.lk-adm.q7x-prd'],
  ...['ref+vault://kv/lk#/admin-q7x', 'gcp:///projects/lk/admin-q7x', 'sm://latchkey/admin-q7x'],
  ...['kms:alias/latchkey-admin-q7x', 'dapr:secretstore/lk-admin-q7x'],
  ...['/run/secrets/latchkey_adm_q7x', '/var/run/secrets/kubernetes/lk_adm'],
  ...['/etc/latchkey/admin-key-q7x', '/vault/secrets/latchkey-prod-k7'],
  ...['./secrets/latchkey/adm-k7.txt', '../Secrets/Latchkey/ADM-K7.pem'],
  ...['~/secrets/latchkey/adm-k7.txt', 'C:\\secrets\\latchkey\\adm-k7.txt'],
  '\\\\files\\latchkey\\admin-k7.txt',
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is what was not filled in

/** As these, with blanks, which no header takes. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is what was not filled in
export const UNFILLED_PEPPERS = [
  '${{ secrets.LATCHKEY_PEPPER_PROD }}',
  "{{ lookup('env', 'LK_PEPPER_PRD_7') }}",
  '{{ with secret "kv/lk" }}{{ .Data.q }}{{ end }}',
  '<%= ENV["LK_PEPPER_PRD_KEY_7"] %>',
  '!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6238',
  'op://Latchkey Production/pepper/q7x',
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is what was not filled in
