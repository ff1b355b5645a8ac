/** An address; where it is too long for its place, it goes on below with its @. */
export function Email({ address }: { readonly address: string }) {
  // Imported users may have any text as their address.
  const at = address.lastIndexOf('@');
  return (
    <span class="email">
      {at < 0 ? address : address.slice(0, at)}
      <wbr />
      {at < 0 ? '' : address.slice(at)}
    </span>
  );
}
