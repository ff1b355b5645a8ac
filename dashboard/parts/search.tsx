type Props = { readonly label: string; readonly onSearch: (text: string) => void };

/** A text to look for, taken when it is entered. */
export function Search({ label, onSearch }: Props) {
  return (
    <label class="choice">
      <span class="muted">{label}</span>
      <input
        type="search"
        size={14}
        onChange={({ currentTarget }) => onSearch(currentTarget.value.trim())}
      />
    </label>
  );
}
