/** Where the focus goes when the row, and with it the button that had it, goes. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>("[data-composer]")?.focus();
}
