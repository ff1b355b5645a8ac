import { createHash } from 'node:crypto';

/** What may stand within the brackets of a placeholder. A random secret has other signs as well. */
const WITHIN = String.raw`[\w:?=./ ~'"(),|@+-]+`;

/**
 * What a template, a shell or a vault should have replaced, by its brackets and prefixes alone: a random secret hardly
 * ever looks so.
 */
const PLACEHOLDERS = [
  String.raw`^\$\{${WITHIN}\}$`,
  String.raw`^\$\(${WITHIN}\)$`,
  String.raw`^\$\[${WITHIN}\]$`,
  String.raw`^\$env:\w+$`,
  String.raw`^[$#%@]?\{\{[^]*\}\}$`,
  '^<%[^]*%>$',
  String.raw`^\(\(${WITHIN}\)\)$`,
  String.raw`^<[\w:./ -]+>$`,
  String.raw`^\[[\w:./ -]+\]$`,
  String.raw`^\{\$?[a-z]+[:.][\w:./ -]+\}$`,
  String.raw`^%[\w:./ -]+%$`,
  String.raw`^[%@]\{[\w:./ -]+\}$`,
  String.raw`^@[\w:./ -]+@$`,
  String.raw`^#\{[\w:./ -]+\}#?$`,
  // Of Azure's applications, Jasypt, SOPS, Spring, Ansible and YAML.
  String.raw`^@Microsoft\.KeyVault\(`,
  String.raw`^(?:ENC[([]|\{cipher\}|\$ANSIBLE_VAULT;|!(?:vault|secret|env_var|include|ref|getatt|sub)\s)`,
].map((source) => new RegExp(source, 'i'));
const VARIABLE = /^\$[A-Za-z_][A-Z0-9_]{3,}$/;
/** `op://…`, `https://…` */
const ADDRESS = /^[a-z][a-z0-9+.-]{1,20}:\/\/[\w./:#@=+?&%~ -]*$/i;
/** Of what keeps secrets, with where it is there. */
const REFERENCE =
  /^(?:vault|bao|openbao|op|sops|arn|aws|awssm|ssm|secretsmanager|gcp|gcpsm|azure|azkv|akv|keyvault|kms|akeyless|berglas|dapr|doppler|infisical|bws|bitwarden|lastpass|secret|secrets|secretref|sm|env|file|ref|k8s|cmd|exec|path):[\w./:#@=+?&%~ -]+$/i;
const RESOURCE = /^projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\//;
const MEMBER =
  /^(?:env|process\.env|secrets|secretKeyRef|configMapKeyRef|valueFrom|\.Values)\.[\w.-]+$/i;

/** Where files of secrets are, with a name in lower case or with signs that base64, which may begin like it, has not. */
const FOLDER =
  /^\/(?:run|var|etc|vault|mnt|secrets?|home|opt|srv|usr|tmp|root|data|app|conf|config|proc|dev|private|Users|Volumes)\/(?:[a-z0-9/]+|[A-Za-z0-9/]*[._-][\w./ -]*)$/;
/** In one case: base64url, which may begin and end like it, has both. */
const UNDERLINED = /^__(?:[A-Z0-9_.:/ -]+|[a-z0-9_.:/ -]+)__$/;
/** Also from where the process is, which some encodings could begin with by chance: more has to say it. */
const RELATIVE =
  /^\.{1,2}\/(?:[a-z0-9._/-]+|[\w./-]+\.(?:txt|key|pem|env|ya?ml|json|conf|secret))$/;
const OTHER_PATH = /^(?:~[\w-]*\/|[a-z]:[\\/]|\\\\[\w.-]+\\)[\w.\\/ -]+$/i;
const PATHS = [FOLDER, RELATIVE, OTHER_PATH];
const FORMS = [
  VARIABLE,
  ADDRESS,
  REFERENCE,
  RESOURCE,
  MEMBER,
  UNDERLINED,
  ...PLACEHOLDERS,
  ...PATHS,
];

/** Whether a setting has the name of a secret, or where it is, in place of it. */
export function isUnfilled(value: string): boolean {
  return FORMS.some((form) => form.test(value));
}

/** The first that are tried, and nothing at all. */
const COMMON =
  ' 0 1 123 1234 12345 123456 1234567 12345678 123456789 1234567890 111111 000000 123123 654321 666666 696969 123321 password password1 password123 passw0rd p@ssword p@ssw0rd qwerty qwerty123 qwertyuiop 1q2w3e4r abc123 abcd1234 iloveyou admin admin123 administrator root toor letmein welcome monkey dragon master login hello test test123 guest user default changeme change-me secret secret123 token key apikey example foo foobar bar latchkey vexa postgres football baseball sunshine princess shadow superman trustno1 pass null undefined true false none';
const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
/** With what `echo` adds. */
const ENDS = ['', '\n', '\r\n'];

let known: ReadonlySet<string> | null = null;

/** Whether a secret is the digest of one of the first texts that are tried. */
export function isCommonDigest(value: string): boolean {
  known ??= commonDigests();
  return known.has(value.toLowerCase()) || known.has(value);
}

function commonDigests(): ReadonlySet<string> {
  const texts = COMMON.split(' ').flatMap((text) =>
    [text, text.toUpperCase()].flatMap((one) => ENDS.map((end) => one + end)),
  );
  const digests = texts.flatMap((text) =>
    DIGESTS.map((name) => createHash(name).update(text).digest()),
  );
  return new Set(
    digests.flatMap((digest) =>
      (['hex', 'base64', 'base64url'] as const).map((form) => digest.toString(form)),
    ),
  );
}
