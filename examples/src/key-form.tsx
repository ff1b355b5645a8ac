/** Asks for the key, which stays in this page: it is neither in its source nor stored. */
export function KeyForm({ onKey }: { readonly onKey: (key: string) => void }) {
  return (
    <form action={(form) => onKey(String(form.get('key')))}>
      <input name="key" type="password" aria-label="Key" />
      <button type="submit">Connect</button>
    </form>
  );
}
