import { type Offers, signInAddress } from './sign-in.ts';

/** The ways in without a key, if there are any. */
export function SignInLinks({ offers }: { readonly offers: Offers | null }) {
  const { providers } = offers ?? { providers: [] };
  if (providers.length === 0) return null;
  return (
    <nav class="sign-in" aria-label="Sign in">
      {providers.map(({ name, address }) => (
        <button
          key={address}
          type="button"
          class="primary"
          onClick={() => location.assign(signInAddress(address))}
        >
          Sign in with {name}
        </button>
      ))}
      <p class="muted small">Or enter a key.</p>
    </nav>
  );
}
