import type { ComponentChildren } from 'preact';
import type { Figure } from '../format.ts';

type Named = {
  readonly name: string;
  /** The field by which the list can be sorted here. */
  readonly sortBy?: string;
};

type TextColumn<Row> = Named & {
  readonly isNumber?: false;
  readonly cell: (row: Row) => ComponentChildren;
  /** The cell for programs, where it shows more than a text. */
  readonly text?: (row: Row) => string | null | undefined;
};

type NumberColumn<Row> = Named & {
  readonly isNumber: true;
  /** As programs read it. */
  readonly value: (row: Row) => Figure;
  /** As people read it: digits in groups, if nothing else is said. */
  readonly format?: (value: Figure) => string;
  /** What is shown where a text is not enough. */
  readonly cell?: (row: Row) => ComponentChildren;
  /** What programs need to know, where people are shown it with each number. */
  readonly unit?: string;
};

export type Column<Row> = TextColumn<Row> | NumberColumn<Row>;
