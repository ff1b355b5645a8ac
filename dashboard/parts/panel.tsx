import type { UseQueryState } from '@urql/preact';
import type { ComponentChildren } from 'preact';
import { Problem } from '../session/key-form.tsx';
import { refusalOf } from '../session/session.ts';

/** What was answered: a field of the query is null only beside an error. */
export type Answered<Data> = { readonly [Field in keyof Data]: NonNullable<Data[Field]> };

type Props<Data> = {
  readonly title: string;
  readonly note?: ComponentChildren;
  /** Stands at the right of the title: what chooses what is shown. */
  readonly controls?: ComponentChildren;
  readonly result: Pick<UseQueryState<Data>, 'data' | 'error' | 'fetching' | 'stale'>;
  /** What to say instead of the content; null when there is content. */
  readonly empty?: (data: Answered<Data>) => string | null;
  readonly children: (data: Answered<Data>) => ComponentChildren;
};

/** One request and what it answers: loading, failed, empty or there. */
export function Panel<Data extends object>({
  title,
  note,
  controls,
  result,
  empty,
  children,
}: Props<Data>) {
  const id = `panel-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  return (
    <section class="panel" aria-labelledby={id} aria-busy={result.fetching || result.stale}>
      <header>
        <h2 id={id}>{title}</h2>
        {controls && <div class="controls">{controls}</div>}
      </header>
      {note && <p class="muted small note">{note}</p>}
      <Content result={result} empty={empty}>
        {children}
      </Content>
    </section>
  );
}

type ContentProps<Data> = Pick<Props<Data>, 'result' | 'children'> & {
  readonly empty: Props<Data>['empty'] | undefined;
};

function Content<Data extends object>({
  result: { data, error },
  empty,
  children,
}: ContentProps<Data>) {
  if (error !== undefined) return <Problem {...refusalOf(error)} />;
  if (data === undefined || !isAnswered(data)) return <p class="muted waiting">Loading…</p>;
  const instead = empty?.(data) ?? null;
  return instead === null ? children(data) : <p class="muted waiting">{instead}</p>;
}

function isAnswered<Data extends object>(data: Data): data is Data & Answered<Data> {
  return Object.values(data).every((field) => field !== null);
}
