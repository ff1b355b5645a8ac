/** An address; where it is too long for its place, it goes on below with its @. */
export function Email({ address }: { readonly address: string }) {
  const [name, domain] = address.split('@');
  return (
    <span class="email">
      {name}
      <wbr />@{domain}
    </span>
  );
}
