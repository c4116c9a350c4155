/** A menu whose code comes with the first press. */
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

async function shows(): Promise<HTMLElement> {
  // The set-up of the tests fetches menus beforehand.
  vi.resetModules();
  const { Menu, MenuItem } = await import("@/ui/menu.tsx");
  render(
    <Menu label="Things" trigger={<button type="button">Open</button>}>
      <MenuItem icon={null} onSelect={() => undefined}>
        First
      </MenuItem>
    </Menu>,
  );
  return screen.getByRole("button", { name: "Open" });
}

test("whoever presses it by keyboard is at its first item", async () => {
  (await shows()).focus();
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByRole("menuitem", { name: "First" })).toHaveFocus());
});

test("whoever presses it by mouse sees it, and no item is chosen yet", async () => {
  await userEvent.click(await shows());
  expect(await screen.findByRole("menu")).toBeInTheDocument();
  expect(screen.getByRole("menuitem", { name: "First" })).not.toHaveFocus();
});
