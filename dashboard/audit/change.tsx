type State = Readonly<Record<string, unknown>> | null | undefined;
type Props = { readonly before?: State; readonly after?: State };

type Difference = { readonly name: string; readonly before: string; readonly after: string };

/** What differs between the state before and after, field by field. */
function differences({ before, after }: Props): Difference[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => ({ name, before: textOf(before?.[name]), after: textOf(after?.[name]) }))
    .filter((one) => one.before !== one.after);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function changeText(event: Props): string {
  const isNew = !event.before;
  return differences(event)
    .map(({ name, before, after }) =>
      isNew ? `${name}: ${after}` : `${name}: ${before} → ${after}`,
    )
    .join('; ');
}

/** The change in one line, which opens. */
export function Change(event: Props) {
  const found = differences(event);
  if (found.length === 0) return null;
  const names = found.map(({ name }) => name);
  const isNew = !event.before;
  return (
    <details class="change">
      <summary>
        {names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ')}
      </summary>
      <dl>
        {found.map(({ name, before, after }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{isNew ? after : `${before} → ${after}`}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
