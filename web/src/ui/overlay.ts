/** Whether a menu or dialog lies above the page: it has the focus, and whoever takes it closes it. */
export function isOverlayOpen(): boolean {
  return document.querySelector("[role=menu], [role=dialog]") !== null;
}
