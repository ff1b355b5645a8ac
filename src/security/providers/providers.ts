import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { ProviderConfig } from '../../core/config/providers.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { upToLast } from '../../core/time/instant.ts';
import type { Login } from '../callers/viewer.ts';
import { type Person, personOf } from './person.ts';
import { type ProviderKeys, providerKeys } from './provider-keys.ts';
import { type TokenRefusal, TokenRefused } from './refusals.ts';
import { type Decision, decide } from './rules.ts';
import { hasTokenForm, readTokenText } from './token-text.ts';
import { isIssuedBy, otherIssuer, verifyToken } from './verify.ts';

/** What was found out about a token. */
export type TokenCheck = {
  /** Why it is refused; null for one that grants something. */
  readonly refusal: TokenRefusal | null;
  /** Whether it is a provider's own and for this service, so that whoever it names sent it: guesses are not. */
  readonly isGenuine: boolean;
  /** Null where no provider is responsible. */
  readonly provider: ProviderConfig | null;
  /** Null where it is not genuine, and so is the decision, except to explain it. */
  readonly person: Person | null;
  readonly login: Login | null;
  readonly decision: Decision | null;
  /** What it says, proved or not. */
  readonly claims: JsonObject;
};

/** The sign-in providers whose tokens are accepted. */
export type Providers = {
  /** Whether a text is to be checked as a token: only where there are providers. */
  readonly isToken: (text: string) => boolean;
  /** @throws UnavailableError while the keys of its provider are not known */
  readonly check: (text: string) => Promise<TokenCheck>;
  /** The same, and what rules say about a token that is not genuine. */
  readonly explain: (text: string) => Promise<TokenCheck>;
  /** With what is read of each in the background. */
  readonly known: readonly KnownProvider[];
  /** Reads keys where they are due, all providers at once. */
  readonly refresh: () => Promise<void>;
  /** Why tokens of some provider may be refused; null where all is well. */
  readonly problem: () => string | null;
  /** The same for everybody: without the addresses of the provider. */
  readonly notice: () => string | null;
};

declare module '../../core/app.ts' {
  interface App {
    /** The sign-in providers whose tokens are accepted. */
    readonly providers: Providers;
  }
}

type Options = { readonly clock: Clock; readonly log: Logger };

export type KnownProvider = { readonly config: ProviderConfig; readonly keys: ProviderKeys };

export function createProviders(configs: readonly ProviderConfig[], options: Options): Providers {
  const known: KnownProvider[] = configs.map((config) => ({
    config,
    keys: providerKeys(config, options),
  }));
  const now = () => options.clock() ?? new Date();
  return {
    known,
    isToken: (text) => known.length > 0 && hasTokenForm(text),
    check: (text) => checkToken(known, { text, now: now(), isExplained: false }),
    explain: (text) => checkToken(known, { text, now: now(), isExplained: true }),
    refresh: async () => {
      await Promise.all(known.map(({ keys }) => keys.refresh()));
    },
    problem: () => problemOf(known, (problem) => `: ${problem}`),
    notice: () => problemOf(known, () => ''),
  };
}

function problemOf(
  known: readonly KnownProvider[],
  detail: (problem: string) => string,
): string | null {
  const problems = known.flatMap(({ config: { name }, keys }) => {
    const problem = keys.problem();
    return problem === null ? [] : [`the keys of ${name} could not be read${detail(problem)}`];
  });
  return problems.length === 0 ? null : problems.join('; ');
}

const NOTHING = {
  isGenuine: false,
  provider: null,
  person: null,
  login: null,
  decision: null,
  claims: {},
};

type Asked = { readonly text: string; readonly now: Date; readonly isExplained: boolean };

async function checkToken(
  known: readonly KnownProvider[],
  { text, now, isExplained }: Asked,
): Promise<TokenCheck> {
  try {
    const { header, claims } = readTokenText(text);
    const found = known.find(({ config }) => isIssuedBy(config, claims));
    if (found === undefined) return { ...NOTHING, refusal: otherIssuer(claims) };
    const unproved = await refusalOf(
      verifyToken(found.config, found.keys, { text, header, claims, now }),
    );
    // Anybody can write a token: little work is done for one that is not genuine.
    if (unproved !== null && !isExplained && !OF_ITS_OWNER.includes(unproved))
      return { ...NOTHING, refusal: unproved };
    return described(found.config, claims, unproved);
  } catch (error) {
    if (error instanceof TokenRefused) return { ...NOTHING, refusal: error.refusal };
    throw error;
  }
}

async function refusalOf(work: Promise<void>): Promise<TokenRefusal | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof TokenRefused) return error.refusal;
    throw error;
  }
}

/** Whoever sends these had a token for this service from its provider. */
const OF_ITS_OWNER: readonly (TokenRefusal | null)[] = [null, 'EXPIRED', 'NOT_YET_VALID'];

/** @param unproved why what the token says counts for nothing; null where it is proved */
function described(
  provider: ProviderConfig,
  claims: JsonObject,
  unproved: TokenRefusal | null,
): TokenCheck {
  const person = personOf(provider, claims);
  const decision = decide(provider.rules, claims, person);
  const isWithoutUser = decision.rule?.grant === 'USER' && person.address === null;
  const refusal = unproved ?? decision.refusal ?? (isWithoutUser ? 'NO_ADDRESS' : null);
  const isGenuine = OF_ITS_OWNER.includes(unproved);
  const login = isGenuine ? loginOf(provider, person, claims) : null;
  return { refusal, isGenuine, provider, person, login, decision, claims };
}

function loginOf(
  { name, clockSkewSeconds }: ProviderConfig,
  person: Person,
  { exp }: JsonObject,
): Login {
  return {
    provider: name,
    subject: person.subject,
    name: person.name,
    address: person.address,
    expiresAt: upToLast((Number(exp) + clockSkewSeconds) * 1_000),
  };
}
