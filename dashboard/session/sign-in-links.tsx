import { goToSignIn, type Offers } from './sign-in.ts';

type Props = {
  /** Null where they could not be read. */
  readonly offers: Offers | null;
  readonly onRetry: () => void;
};

/** The ways in without a key, if there are any. */
export function SignInLinks({ offers, onRetry }: Props) {
  if (offers === null)
    return (
      <p class="sign-in">
        Sign-in could not be read.{' '}
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </p>
    );
  const { providers } = offers;
  if (providers.length === 0) return null;
  return (
    <nav class="sign-in" aria-label="Sign in">
      {providers.map(({ name, address }) => (
        <button key={address} type="button" class="primary" onClick={() => goToSignIn(address)}>
          Sign in with {name}
        </button>
      ))}
      <p class="muted small">Or enter a key.</p>
    </nav>
  );
}
