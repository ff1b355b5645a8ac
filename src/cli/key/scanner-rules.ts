import {
  GENERATED_LENGTH,
  GENERATED_PATTERN,
  GENERATED_PREFIX,
  OLDER_PATTERN,
  patternOf,
} from '../../core/input/key-forms.ts';
import { SCOPES } from '../../core/scopes.ts';
import { ADMIN_ACCESS } from '../../security/callers/viewer.ts';
import { sampleSecret } from '../../security/keys/secret.ts';

// What secret scanners need to find the keys of this installation. gitleaks reads RE2, GitHub
// Hyperscan: neither looks around or back.

type Rule = {
  readonly id: string;
  readonly name: string;
  readonly pattern: string;
  readonly keyword: string;
  /** Texts that it finds, and that open nothing. */
  readonly samples: readonly string[];
};

/** In escaped text, a letter or a digit may stand right before a key: `\nvxa_…`, `%3Dvxa_…`. */
const ESCAPED = String.raw`\\[nrt]|%[0-9A-Fa-f]{2}`;
/** Far below that of any real key, and above that of the zeros in an example. */
const MIN_ENTROPY = 3;

export function gitleaksRules(prefix: string): string {
  const rules = rulesFor(prefix).map(
    ({ id, name, pattern, keyword }) => `[[rules]]
id = "${id}"
description = "${name}: revoke or rotate it"
regex = '''(?:\\b|_|${ESCAPED})(${pattern})(?:\\b|_)'''
secretGroup = 1
entropy = ${MIN_ENTROPY}
keywords = ["${keyword}"]
`,
  );
  return `# For .gitleaks.toml. To keep the rules that come with gitleaks, it needs this above them:
# [extend]
# useDefault = true

${rules.join('\n')}`;
}

export function githubPatterns(prefix: string): string {
  const patterns = rulesFor(prefix).map(
    ({ name, pattern, samples }) => `Pattern name:   ${name}
Secret format:  ${pattern}
Before secret:  \\A|[^0-9A-Za-z]|${ESCAPED}
After secret:   \\z|[^0-9A-Za-z]
Test string:
${samples.join('\n')}
`,
  );
  return `For the settings of the repository or organisation: secret scanning, custom patterns, new
pattern; before and after are under "More options". The test strings are not valid keys.

${patterns.join('\n')}`;
}

function rulesFor(prefix: string): readonly Rule[] {
  return [
    {
      id: 'latchkey-key',
      name: `Latchkey key (${prefix})`,
      pattern: patternOf(prefix),
      keyword: `${prefix}_`,
      samples: [...SCOPES, ...ADMIN_ACCESS].map((middle) => sampleSecret(prefix, middle)),
    },
    {
      id: 'latchkey-generated-admin-key',
      name: 'Latchkey admin key that a first start generated',
      pattern: GENERATED_PATTERN,
      keyword: GENERATED_PREFIX,
      samples: [GENERATED_PREFIX + '0'.repeat(GENERATED_LENGTH)],
    },
    {
      // Imported keys work on. The oldest, 40 bare characters, are left out: so is every commit hash.
      id: 'latchkey-older-key',
      name: 'Latchkey key of an older version',
      pattern: OLDER_PATTERN,
      keyword: 'vxa_',
      samples: [32, 40].map((length) => `vxa_user_${'0'.repeat(length)}`),
    },
  ];
}
