import { clientAddress } from '../../src/api/http/client-address.ts';
import { statementSummary } from '../../src/app/tracing/summary.ts';
import { omitSecrets, omitSecretsInText } from '../../src/core/input/omit-secrets.ts';
import { shortened } from '../../src/core/input/shorten.ts';
import { visibleJson } from '../../src/core/input/visible-data.ts';
import { onceEach } from '../../src/core/once-each.ts';
import { operationNames } from '../../src/core/operation-names.ts';
import { clientWarnings } from '../../src/domain/client-warnings/client-warnings.ts';
import { bounded } from '../../src/security/audit/bounded.ts';
import { ANONYMOUS } from '../../src/security/callers/viewer.ts';

// Run by its test, with --expose-gc: prints how many megabytes stay of a hundred texts of one megabyte
// each, by what the texts were given to.

const TEXTS = 100;
const LENGTH = 1_000_000;

/** Whatever was answered is kept, as if it stood in a list of the service's. */
const kept: unknown[] = [];
const operations = operationNames();
const log = { warn: () => {} };
const once = onceEach(log, 'a warning');
const warnings = clientWarnings({ log: log as never });
const caller = { viewer: ANONYMOUS, ip: '192.0.2.1', requestId: 'r', idempotencyKey: null };
const addressOf = clientAddress({ hops: 1 });

const padded = (text: string) => text.padEnd(LENGTH, ' and more');
const wordIn = (text: string) => text.slice(0, text.indexOf(' '));

/** Each gets a name of more than twelve characters that comes but once. */
const USES: Readonly<Record<string, (name: string) => void>> = {
  'names in texts': (name) =>
    void omitSecrets({ text: padded(`${name}_webhook=1 ${name}_pw: 2 `) }),
  'names in elements': (name) =>
    void omitSecrets({ text: padded(`<${name}_hook>1</${name}_hook> `) }),
  'names in addresses': (name) => void omitSecrets({ text: padded(`?${name}_hook=1&b=2 `) }),
  'names of properties': (name) => void omitSecrets({ [padded(name).slice(0, 30)]: 1 }),
  'names in JSON': (name) =>
    void omitSecretsInText(JSON.stringify({ [`${name}_hook`]: padded('') })),
  'names in rows': (name) => kept.push(visibleJson(`{"${name}": "${padded('')}"}`).length),
  'names of operations': (name) => kept.push(operations(wordIn(padded(`${name} `)))),
  'names of warnings': (name) => once(wordIn(padded(`${name} `)), {}),
  'subjects of warnings': (name) =>
    warnings.count(caller, { kind: 'DEPRECATED', subject: wordIn(padded(`${name} `)) }),
  'texts that are cut': (name) => kept.push(shortened(padded(name), 100)),
  'refused requests': (name) => kept.push(bounded(wordIn(padded(`${name} `)), 100)),
  'addresses in headers': (name) =>
    kept.push(addressOf('192.0.2.1', `${padded(name)}, 198.151.100.${kept.length % 256}`)),
  'summaries of statements': (name) =>
    kept.push(statementSummary(`select from a_table_of_a_long_name /* ${name} */`).length),
};

const megabytes = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_000_000;
};

const grown = Object.entries(USES).map(([use, work]): [string, number] => {
  const before = megabytes();
  for (let number = 0; number < TEXTS; number += 1) work(`a_name_of_a_client_${number}`);
  return [use, Math.round(megabytes() - before)];
});
process.stdout.write(JSON.stringify(Object.fromEntries(grown)));
