type Props<Value extends string> = {
  readonly label: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** One of a few, chosen from a list. */
export function Choice<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  return (
    <label class="choice">
      <span class="muted">{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
      >
        {(Object.entries(options) as [Value, string][]).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
