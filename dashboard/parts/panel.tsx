import { useClient } from '@urql/preact';
import type { ComponentChildren } from 'preact';
import { Problem } from '../session/key-form.tsx';
import { refusalOf } from '../session/session.ts';
import { type Answered, type Result, useRemembered } from './remembered.ts';
import { useStoredFocus } from './stored-focus.ts';

type Props<Data> = {
  readonly title: string;
  readonly note?: ComponentChildren;
  /** Stands at the right of the title: what chooses what is shown. */
  readonly controls?: ComponentChildren;
  readonly result: Result<Data>;
  /** Whether other content is on its way; left out, also while the same content is read again. */
  readonly isBusy?: boolean;
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
  isBusy = result.fetching || result.stale,
  empty,
  lines = 6,
  children,
}: Props<Data>) {
  const panel = useStoredFocus();
  const id = `panel-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  return (
    <section ref={panel} class="panel" aria-labelledby={id} aria-busy={isBusy}>
      <header>
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
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
  const { data, error } = useRemembered(result);
  const instead = data === undefined ? null : (empty?.(data) ?? null);
  return (
    <>
      {error !== undefined && <Failed result={result} />}
      {data === undefined && error === undefined && <Skeleton lines={lines} />}
      {/* It is there from the start: screen readers announce only what comes into it. */}
      <div role="status" class={instead === null ? undefined : 'muted waiting'}>
        {instead}
      </div>
      {data !== undefined && instead === null && children(data)}
    </>
  );
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
