// The voice channel that every guild begins with, as people see it.

import type { Person } from "./person.js";
import { expect } from "./stage.js";

/** Somebody's row below the channel. */
export const row = ({ page }: Person, name: string) =>
  page.getByRole("list", { name: "In Lounge" }).getByRole("listitem").filter({ hasText: name });

export const panel = ({ page }: Person) => page.getByRole("region", { name: "Voice", exact: true });

export async function joins(person: Person): Promise<void> {
  await person.page.getByRole("button", { name: "Join Lounge" }).click();
  await expect(panel(person)).toContainText("Voice connected");
}
