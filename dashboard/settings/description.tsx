/** The Markdown of a setting: code stands out, a link is its text. */
export function Description({ text }: { readonly text: string }) {
  const parts = withoutLinks(text).split('`');
  return (
    <span class="small prose">
      {parts.map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part))}
    </span>
  );
}

function withoutLinks(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
