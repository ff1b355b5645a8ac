import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

type Place = {
  readonly element: HTMLElement;
  /** The number of its row; null outside of rows. */
  readonly row: number | null;
  /** Its number within the row. */
  readonly part: number;
};

/**
 * Keeps the focus in a panel when what had it is removed: with a row, it goes to the same button of the next
 * row, otherwise to the heading. Without this, the next press of Tab starts at the top of the page.
 */
export function useStoredFocus(): RefObject<HTMLElement | null> {
  const panel = useRef<HTMLElement>(null);
  // Read before this change is applied: afterwards, nothing has the focus.
  const before = focusIn(panel.current);
  useLayoutEffect(() => {
    if (before !== null && !before.element.isConnected) targetFor(panel.current, before)?.focus();
  });
  return panel;
}

function focusIn(panel: HTMLElement | null): Place | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || !panel?.contains(element)) return null;
  const row = element.closest('tbody tr');
  if (row === null) return { element, row: null, part: 0 };
  return { element, row: rowsOf(panel).indexOf(row), part: partsOf(row).indexOf(element) };
}

function targetFor(panel: HTMLElement | null, { row, part }: Place): HTMLElement | null {
  if (panel === null) return null;
  const rows = rowsOf(panel);
  const next = row === null ? undefined : rows[Math.min(row, rows.length - 1)];
  const parts = next === undefined ? [] : partsOf(next);
  return parts[part] ?? parts[0] ?? panel.querySelector('h2');
}

const rowsOf = (panel: Element) => [...panel.querySelectorAll('tbody tr')];

/** What can have the focus in a row, apart from its dialogs. */
const partsOf = (row: Element) => [
  ...row.querySelectorAll<HTMLElement>(':is(a, button, summary):not(dialog *)'),
];
