import { readFile } from 'node:fs/promises';

const HOSTS = '/etc/hosts';

/** What this machine calls by that name itself, which no name server knows. */
export async function addressesInHosts(name: string): Promise<readonly string[]> {
  const text = await readFile(HOSTS, 'utf8').catch(() => '');
  const wanted = name.toLowerCase().replace(/\.$/, '');
  return text.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const isNamed = names.some((known) => known.toLowerCase() === wanted);
    return address !== undefined && isNamed ? [address] : [];
  });
}
