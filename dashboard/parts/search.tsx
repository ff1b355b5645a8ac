import { useRef } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
};

/** As long as it takes to type the next letter. */
const PAUSE_MS = 200;

/** A text to look for, while it is typed. */
export function Search({ label, value, onSearch }: Props) {
  const timer = useRef(0);
  const search = (text: string, pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(text.trim()), pause);
  };
  return (
    <label class="choice">
      <span class="muted">{label}</span>
      <input
        type="search"
        size={14}
        defaultValue={value}
        onInput={({ currentTarget }) => search(currentTarget.value, PAUSE_MS)}
        onChange={({ currentTarget }) => search(currentTarget.value, 0)}
      />
    </label>
  );
}
