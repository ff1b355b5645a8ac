import { type PlotOptions, plot } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Column } from './column.ts';
import { SaveRows } from './save-rows.tsx';
import { Table } from './table.tsx';

type Props<Row> = {
  readonly label: string;
  readonly options: PlotOptions;
  readonly legend?: readonly { readonly name: string; readonly color: string }[];
  /** The same figures in words: for who cannot see the drawing, or wants to read them off. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Whether they show from the start. */
  readonly isOpen?: boolean;
};

/** A drawing as wide as there is room, its legend, and its figures as a table. */
export function Chart<Row>({ label, options, legend = [], columns, rows, isOpen }: Props<Row>) {
  return (
    <figure class="chart">
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map(({ name, color }) => (
            <li key={name} class={`key-${color}`}>
              {name}
            </li>
          ))}
        </ul>
      )}
      <Drawing label={label} options={options} />
      <details open={isOpen ?? false}>
        <summary>Figures</summary>
        <Table label={`${label}: figures`} columns={columns} rows={rows} />
        <SaveRows title={label} columns={columns} rows={rows} />
      </details>
    </figure>
  );
}

function Drawing({ label, options }: { readonly label: string; readonly options: PlotOptions }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useEffect(() => {
    if (width === 0) return;
    const drawing = plot({
      className: 'plot',
      ariaLabel: label,
      style: { background: 'none' },
      ...options,
      width,
    });
    // One picture for who cannot see it: its figures are in the table below.
    drawing.setAttribute('role', 'img');
    for (const part of drawing.children) part.setAttribute('aria-hidden', 'true');
    box.current?.replaceChildren(drawing);
  }, [width, label, options]);
  return <div ref={box} class="drawing" />;
}

function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
