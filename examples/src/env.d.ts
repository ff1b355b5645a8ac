/** What Vite declares in `vite/client`, as far as it is used here. */
interface ImportMeta {
  readonly env?: { readonly VITE_LATCHKEY_URL?: string };
}
