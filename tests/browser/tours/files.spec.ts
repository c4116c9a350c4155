// Files between two people: sent, shown by what they are, cancelled, and refused in words.

import type { Page } from "@playwright/test";
import { adaAndBob } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

const MIB = 1_024 * 1_024;

/** A picture that the browser draws. */
async function picture(page: Page, width: number, height: number): Promise<Buffer> {
  const address = await page.evaluate(
    ([w = 1, h = 1]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
      const context = canvas.getContext("2d");
      context?.fillRect(0, 0, w / 2, h);
      return canvas.toDataURL("image/png");
    },
    [width, height],
  );
  return Buffer.from(address.split(",")[1] ?? "", "base64");
}

async function attaches(person: Person, ...files: { name: string; mimeType: string; buffer: Buffer }[]) {
  await person.page.locator("input[data-files]").setInputFiles(files);
}

test("a picture and a text are sent and seen by the other side, large and as a download", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const buffer = await picture(ada.page, 1_200, 600);
  await attaches(
    ada,
    { name: "chart.png", mimeType: "image/png", buffer },
    { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("what was measured") },
  );
  await ada.page.getByRole("button", { name: "Describe chart.png" }).click();
  await ada.page.getByRole("textbox", { name: "What chart.png shows" }).fill("a black half");
  await ada.page.getByRole("button", { name: "Save changes" }).click();
  await ada.says("look");
  await bob.sees("look");

  const shown = bob.page.getByRole("button", { name: "Show chart.png large: a black half" });
  await expect(shown).toBeVisible();
  await expect(shown.locator("img")).toHaveJSProperty("complete", true);
  await expect
    .poll(() => shown.locator("img").evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
  await shown.press("Enter");
  const viewer = bob.page.getByRole("dialog", { name: "chart.png" });
  await expect(viewer.getByRole("img", { name: "a black half" })).toBeVisible();
  await bob.page.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);
  await expect(shown).toBeFocused();

  const download = bob.page.waitForEvent("download");
  await bob.page.getByRole("link", { name: /notes\.txt/ }).click();
  expect((await download).suggestedFilename()).toBe("notes.txt");
});

test("an upload that is under way is cancelled, and nobody sees it", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The request never leaves the browser: no byte of it is on its way.
  await ada.page.route("**/api/v10/channels/*/messages", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await held;
    await route.abort().catch(() => {});
  });
  await attaches(ada, { name: "large.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(MIB) });
  await ada.page.getByRole("button", { name: "Send" }).click();
  await expect(ada.page.getByRole("progressbar", { name: "Upload" })).toBeVisible();
  await ada.page.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(ada.page.getByText("large.bin")).toHaveCount(0);
  await expect(ada.composer()).toBeFocused();
  await ada.page.unroute("**/api/v10/channels/*/messages");
  release();
  await ada.says("after it");
  await bob.sees("after it");
  await expect(bob.page.getByText("large.bin")).toHaveCount(0);
});

test.describe("where files may be small only", () => {
  test.use({ settings: { CONFAB_FILES_UPLOAD_BYTES_MAX: String(MIB) } });

  test("one that is too large is refused in words, and goes back into the composer", async ({
    server,
    newcomer,
  }) => {
    const { ada } = await adaAndBob(server, newcomer);
    const buffer = Buffer.alloc(2 * MIB, "x");
    await attaches(ada, { name: "large.txt", mimeType: "text/plain", buffer });
    await ada.says("too much");
    await expect(ada.page.getByRole("alert").filter({ hasText: "too large" })).toBeVisible();
    await ada.page.getByRole("button", { name: "Edit" }).click();
    await expect(ada.composer()).toHaveValue("too much");
    const chosen = ada.page.getByRole("list", { name: "Files that go with the message" });
    await expect(chosen).toContainText("large.txt");
  });
});
