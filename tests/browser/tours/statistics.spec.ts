// What was measured of the server: drawn for the eye, and the same as a table.

import { adaAndBob } from "../gathering.js";
import { expect, test } from "../stage.js";

test("whoever runs the server sees how it did, by eye and by keyboard", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.says("count me");
  await ada.sees("count me");
  const { page } = ada;
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: "Statistics", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Statistics", level: 1 })).toBeVisible();
  const sessions = page.getByRole("figure", { name: "Connected sessions" });
  // The mean of a minute in which they came.
  await expect(sessions).toContainText(/Sessions: (0\.\d+|[12])/);
  await expect(sessions.locator("canvas")).toBeVisible();
  await sessions.getByText("The numbers as a table").press("Enter");
  await expect(sessions.getByRole("table").getByRole("row").nth(1)).toContainText(/0\.\d+|[12]/);
  await page.getByRole("radio", { name: "Hour" }).press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Day", exact: true })).toBeChecked();
  await expect(sessions).toContainText("Sessions: ");

  await bob.page.getByRole("button", { name: "Settings", exact: true }).click();
  await expect(bob.page.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await expect(bob.page.getByRole("link", { name: "Statistics", exact: true })).toHaveCount(0);
});
