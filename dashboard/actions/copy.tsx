import { useRef, useState } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly text: string;
  /** The id of what is to be known of it. */
  readonly describedBy?: string;
};

/** A text to copy, and the button for it. */
export function Copy({ label, text, describedBy }: Props) {
  const shown = useRef<HTMLElement>(null);
  const [state, setState] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('Copied.');
    } catch {
      // Browsers have no clipboard for pages over plain HTTP: the text is selected instead.
      const selection = getSelection();
      if (shown.current !== null) selection?.selectAllChildren(shown.current);
      setState('Selected: press Ctrl+C.');
    }
  };
  return (
    <div class="copy">
      <span class="muted small">{label}</span>
      <code ref={shown}>{text}</code>
      <button
        type="button"
        onClick={copy}
        aria-label={`Copy: ${label}`}
        aria-describedby={describedBy}
      >
        Copy
      </button>
      <span class="small" role="status">
        {state}
      </span>
    </div>
  );
}
