import { type UseQueryState, useClient } from '@urql/preact';
import type { ComponentChildren } from 'preact';
import { Problem } from '../session/key-form.tsx';
import { refusalOf } from '../session/session.ts';

/** What was answered: a field of the query is null only beside an error. */
export type Answered<Data> = { readonly [Field in keyof Data]: NonNullable<Data[Field]> };

type Result<Data> = Pick<
  UseQueryState<Data>,
  'data' | 'error' | 'fetching' | 'stale' | 'operation'
>;

type Props<Data> = {
  readonly title: string;
  readonly note?: ComponentChildren;
  /** Stands at the right of the title: what chooses what is shown. */
  readonly controls?: ComponentChildren;
  readonly result: Result<Data>;
  /** What to say instead of the content; null when there is content. */
  readonly empty?: (data: Answered<Data>) => ComponentChildren | null;
  /** About how many lines it has, so that nothing moves when they come. */
  readonly lines?: number;
  readonly children: (data: Answered<Data>) => ComponentChildren;
};

/** One request and what it answers: loading, failed, empty or there. */
export function Panel<Data extends object>({
  title,
  note,
  controls,
  result,
  empty,
  lines = 6,
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
      <Content result={result} empty={empty} lines={lines}>
        {children}
      </Content>
    </section>
  );
}

type ContentProps<Data> = Pick<Props<Data>, 'result' | 'children'> & {
  readonly empty: Props<Data>['empty'] | undefined;
  readonly lines: number;
};

function Content<Data extends object>({ result, empty, lines, children }: ContentProps<Data>) {
  const { data, error } = result;
  if (error !== undefined) return <Failed result={result} />;
  if (data === undefined || !isAnswered(data)) return <Skeleton lines={lines} />;
  const instead = empty?.(data) ?? null;
  return instead === null ? children(data) : <div class="muted waiting">{instead}</div>;
}

function Failed<Data>({ result: { error, operation } }: { readonly result: Result<Data> }) {
  const client = useClient();
  const retry = () => {
    if (operation === undefined) return;
    const { context } = operation;
    client.reexecuteOperation({
      ...operation,
      context: { ...context, requestPolicy: 'network-only' },
    });
  };
  return (
    <>
      <Problem {...refusalOf(error)} />
      <p class="retry">
        <button type="button" onClick={retry}>
          Try again
        </button>
      </p>
    </>
  );
}

function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div class="skeleton">
      <p class="muted">Loading…</p>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  );
}

function isAnswered<Data extends object>(data: Data): data is Data & Answered<Data> {
  return Object.values(data).every((field) => field !== null);
}
