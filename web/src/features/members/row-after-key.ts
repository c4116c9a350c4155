/** Where a key leads in a list of so many rows; at an end it stays. Null: the key means nothing here. */
const SCREEN_ROWS = 10;

export function rowAfterKey(key: string, row: number, total: number): number | null {
  const within = (next: number) => Math.max(0, Math.min(total - 1, next));
  switch (key) {
    case "ArrowUp":
      return within(row - 1);
    case "ArrowDown":
      return within(row + 1);
    case "PageUp":
      return within(row - SCREEN_ROWS);
    case "PageDown":
      return within(row + SCREEN_ROWS);
    case "Home":
      return within(0);
    case "End":
      return within(total - 1);
    default:
      return null;
  }
}
