import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

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
  const field = useRef<HTMLInputElement>(null);
  const searched = useRef(value);
  const search = (text: string, pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      searched.current = text.trim();
      onSearch(searched.current);
    }, pause);
  };
  // The address can change by itself: by a link, or back and forth. What is being typed stays.
  useLayoutEffect(() => {
    if (value === searched.current || field.current === null) return;
    clearTimeout(timer.current);
    searched.current = value;
    field.current.value = value;
  }, [value]);
  // Nor is it looked for on the page that comes next.
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label class="choice">
      <span class="muted">{label}</span>
      <input
        ref={field}
        type="search"
        size={14}
        defaultValue={value}
        onInput={({ currentTarget }) => search(currentTarget.value, PAUSE_MS)}
        onChange={({ currentTarget }) => search(currentTarget.value, 0)}
      />
    </label>
  );
}
