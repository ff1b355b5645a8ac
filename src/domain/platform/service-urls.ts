import type { App } from '../../core/app.ts';
import { isWebAddress } from './config-fields.ts';
import { invalidConfig } from './errors.ts';
import { readRepository } from './repository.ts';

const ADDRESSES = ['ics_url', 'base_url', 'url'];

/**
 * Checks the addresses among the fields that a user sets: the platform's services request them. To be done
 * before a transaction, because names are resolved.
 * @throws InvalidInputError for one that leads where no service of a user is
 */
export async function checkServiceUrls(
  app: App,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const name of ADDRESSES) {
    const text = String(fields[name] ?? '').trim();
    // What is no address is refused, or accepted, by the rule of its field.
    const problem = isWebAddress(text) ? await app.serviceUrlProblem(new URL(text)) : null;
    if (problem !== null) throw invalidConfig(name, `${name} ${problem}`);
  }
  const repository = String(fields['repo'] ?? '').trim();
  const problem = repository === '' ? null : await repositoryProblem(app, repository);
  if (problem !== null) throw invalidConfig('repo', `repo ${problem}`);
}

async function repositoryProblem(app: App, text: string): Promise<string | null> {
  const read = readRepository(text);
  return 'problem' in read ? read.problem : await app.serviceUrlProblem(read.host);
}
