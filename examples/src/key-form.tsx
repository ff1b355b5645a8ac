/** Takes the key. It is neither in the source of the page nor stored. */
export function KeyForm({ onKey }: { readonly onKey: (key: string) => void }) {
  return (
    <form action={(form) => onKey(String(form.get('key')))}>
      <input name="key" type="password" aria-label="Key" />
      <button type="submit">Connect</button>
    </form>
  );
}
