import type { ComponentChildren } from 'preact';

export type Fact = {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
};

/** A few figures in a row, each with what it is. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note && <dd class="muted small">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
