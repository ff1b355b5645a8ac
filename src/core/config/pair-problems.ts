import { readUrl } from './database-url.ts';
import type { Problem } from './secret-files.ts';
import { ENVIRONMENT } from './settings.ts';

type Values = Readonly<Record<string, string>>;

/** What is wrong with two settings together. */
export function pairProblems(values: Values): readonly Problem[] {
  return [
    ...poolerProblems(values),
    ...replicaProblems(values),
    ...trustProblems(values),
    ...tlsProblems(values),
    ...portProblems(values),
  ];
}

function poolerProblems(values: Values): readonly Problem[] {
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl } = values;
  if (url === undefined && directUrl !== undefined)
    return [{ name: 'DATABASE_URL', message: 'is required with DATABASE_DIRECT_URL' }];
  if (url === undefined || !readUrl(url).isPooled || directUrl !== undefined) return [];
  const message =
    'is required with pgbouncer=true in DATABASE_URL: set it to the address of the database server itself';
  return [{ name: 'DATABASE_DIRECT_URL', message }];
}

function replicaProblems(values: Values): readonly Problem[] {
  const { DATABASE_URL: url, DATABASE_REPLICA_URL: replicaUrl } = values;
  if (replicaUrl === undefined) return [];
  if (url === undefined)
    return [{ name: 'DATABASE_URL', message: 'is required with DATABASE_REPLICA_URL' }];
  if (readUrl(url).schema === readUrl(replicaUrl).schema) return [];
  return [{ name: 'DATABASE_REPLICA_URL', message: 'must name the same schema as DATABASE_URL' }];
}

function trustProblems(values: Values): readonly Problem[] {
  const { TRUSTED_DOCUMENTS: paths, TRUSTED_DOCUMENTS_MODE: mode = 'off' } = values;
  if (mode === 'off' || paths !== undefined) return [];
  return [
    { name: 'TRUSTED_DOCUMENTS', message: `is required with TRUSTED_DOCUMENTS_MODE=${mode}` },
  ];
}

/** Two settings say nothing one without the other. */
function tlsProblems(values: Values): readonly Problem[] {
  const [cert, key] = ['TLS_CERT_FILE', 'TLS_KEY_FILE'] as const;
  if ((values[cert] === undefined) === (values[key] === undefined)) return [];
  const [name, other] = values[cert] === undefined ? [cert, key] : [key, cert];
  return [{ name, message: `is required with ${other}` }];
}

/** Opened one after the other, the second would look taken by another program. */
function portProblems({ PORT: text, METRICS_PORT: metricsPort }: Values): readonly Problem[] {
  const port = text ?? ENVIRONMENT.shape.PORT.parse(undefined);
  if (metricsPort === undefined || Number(port) === 0 || Number(port) !== Number(metricsPort))
    return [];
  return [{ name: 'METRICS_PORT', message: `must differ from PORT: both are ${Number(port)}` }];
}
