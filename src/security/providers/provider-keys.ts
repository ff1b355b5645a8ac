import type { Logger } from 'pino';
import { atMostEvery } from '../../core/background-job.ts';
import type { Clock } from '../../core/clock.ts';
import type { ProviderConfig } from '../../core/config/providers.ts';
import { UnavailableError } from '../../core/errors.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import { providerAway } from './away.ts';
import { discover, type Endpoints, type Keys } from './discovery.ts';
import { TokenRefused } from './refusals.ts';

type Named = Parameters<Keys['find']>;
type Found = NonNullable<Awaited<ReturnType<Keys['find']>>>;

/** The keys of one provider, kept up to date. */
export type ProviderKeys = {
  /**
   * The key that a token names. Reads them again for a key that is not known, at most once in 30 seconds.
   * @throws TokenRefused for a key that the provider does not have
   * @throws UnavailableError while that cannot be known
   */
  readonly find: (...named: Named) => Promise<Found>;
  /** Where people sign in; null while that is not known. */
  readonly endpoints: () => Endpoints | null;
  /** Reads the keys again where they are due. */
  readonly refresh: () => Promise<void>;
  /** Why there are none, or only old ones; null where all is well. */
  readonly problem: () => string | null;
};

type Options = { readonly clock: Clock; readonly log: Logger };

const UNKNOWN_KEY_MS = 30_000;
const RETRY_MS = 10_000;
/** Requests that wait for the keys of one provider: each holds a place of those that are worked on. */
const MOST_WAITING = 32;

export function providerKeys(provider: ProviderConfig, { clock, log }: Options): ProviderKeys {
  const { name } = provider;
  const now = () => (clock() ?? new Date()).getTime();
  const complain = atMostEvery(60_000, (reason: string) =>
    log.warn({ provider: name, reason }, 'the keys of a sign-in provider could not be read'),
  );
  let keys: Keys | null = null;
  let problem: string | null = 'not read yet';
  let dueAt = Number.NEGATIVE_INFINITY;
  let unknownAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  let waiting = 0;

  /** The last good ones stay while there are no others. */
  async function readNow(): Promise<void> {
    try {
      keys = await discover(provider);
      problem = null;
      dueAt = now() + keys.keptSeconds * 1_000;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      dueAt = now() + RETRY_MS;
      complain(problem);
    }
  }

  /** For everybody who waits, so that it ends with no request. */
  function read(): Promise<void> {
    reading ??= outsideRequestScope(readNow).finally(() => {
      reading = null;
    });
    return reading;
  }

  async function readForUnknownKey(): Promise<void> {
    if (reading === null && now() - unknownAt < UNKNOWN_KEY_MS) return;
    // A provider that did not answer is tried again in the background: nobody waits for that.
    if (problem !== null || waiting >= MOST_WAITING) throw providerAway(name);
    if (reading === null) unknownAt = now();
    waiting += 1;
    await read().finally(() => {
      waiting -= 1;
    });
  }

  /** Null for a key that is not among those that are known. */
  async function findKnown(...named: Named) {
    if (keys === null)
      throw new UnavailableError(`The keys of the sign-in provider ${name} are not known yet`);
    return await keys.find(...named);
  }

  return {
    find: async (...named) => {
      const known = await findKnown(...named);
      if (known !== null) return known;
      // One that runs already may have begun before the key was published: then it is read once more.
      for (let readings = 0; readings < 2; readings += 1) {
        await readForUnknownKey();
        const found = await findKnown(...named);
        if (found !== null) return found;
      }
      if (problem === null) throw new TokenRefused('UNKNOWN_KEY');
      throw providerAway(name);
    },
    endpoints: () => keys?.endpoints ?? null,
    refresh: async () => {
      if (now() >= dueAt) await read();
    },
    problem: () => problem,
  };
}
