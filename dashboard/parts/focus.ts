/** Where reading goes on when what had the focus is gone. */
export function focusMain(): void {
  document.querySelector('main')?.focus({ preventScroll: true });
}
