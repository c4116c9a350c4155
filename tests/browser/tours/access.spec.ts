// Everybody can use it: with a keyboard alone, by ear, and with a thumb on a small screen.

import { PASSWORD } from "../../server/server.mjs";
import { Keyboard } from "../keyboard.js";
import { expect, TELEPHONE, test } from "../stage.js";

test("sign-up by invite: refused, mended, in; a used-up invite says so", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  const link = await ada.invites("The Guild", "1");

  const bob = await newcomer("ada");
  await bob.page.goto(link);
  await expect(bob.page.getByRole("heading", { name: "The Guild" })).toBeVisible();
  await bob.page.getByLabel("Username").fill("ada");
  await bob.page.getByLabel("Password").fill("short");
  await bob.page.getByRole("button", { name: "Register and join" }).click();
  await expect(bob.page.getByText("Use at least 8 characters.")).toBeVisible();
  await bob.page.getByLabel("Password").fill(PASSWORD);
  await bob.page.getByRole("button", { name: "Register and join" }).click();
  await expect(bob.page.getByRole("alert")).toBeVisible();
  await bob.page.getByLabel("Username").fill("bob");
  await bob.page.getByRole("button", { name: "Register and join" }).click();
  await bob.isInChannel("general");
  await expect(ada.member("bob", "Online")).toBeVisible();
  await bob.says("I am in");
  await ada.sees("I am in");

  const late = await newcomer("late");
  await late.page.goto(link);
  await expect(late.page.getByRole("heading", { name: "This invite does not work" })).toBeVisible();
});

test("keyboard only: log in, talk, make a channel, go there, change the look, come back", async ({
  server,
  newcomer,
}) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  const guest = await newcomer("ada");
  const { page } = guest;
  const keys = new Keyboard(page);
  await page.goto("/login");
  await keys.tabsTo(page.getByLabel("Username"));
  await keys.types("ada");
  await keys.tabsTo(page.getByLabel("Password"));
  await keys.types(PASSWORD);
  await keys.press("Enter");

  await expect(guest.composer()).toBeFocused();
  await keys.types("by keyboard");
  await keys.press("Enter");
  await guest.sees("by keyboard");

  await keys.opens(page.getByRole("button", { name: "Menu of The Guild" }));
  await expect(page.getByRole("menuitem", { name: "Invite people" })).toBeFocused();
  await keys.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Create channel" })).toBeFocused();
  await keys.press("Enter");
  await expect(page.getByRole("dialog", { name: "Create channel" })).toBeVisible();
  await keys.tabsTo(page.getByLabel("Channel name"));
  await keys.types("plans");
  await keys.press("Enter");
  await guest.isInChannel("plans");

  await keys.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await keys.types("gener");
  await keys.press("Enter");
  await guest.isInChannel("general");
  await keys.press("Alt+ArrowDown");
  await guest.isInChannel("plans");

  await keys.press("Control+,");
  await keys.opens(page.getByRole("link", { name: "Appearance" }));
  await keys.tabsTo(page.getByRole("radio", { name: "As the system" }).first());
  await keys.press("ArrowDown");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await keys.press("Escape");
  await guest.isInChannel("plans");
});

test("by ear: landmarks, headings and controls have the names that one expects", async ({
  server,
  newcomer,
}) => {
  const ada = await newcomer("ada", { viewport: { width: 1440, height: 900 } });
  await ada.claims(server.setupUrl ?? "", "The Guild");
  await ada.says("hello");
  await ada.sees("hello");
  await expect(ada.page.locator("body")).toMatchAriaSnapshot(`
    - navigation "Guilds":
      - list:
        - listitem:
          - link "The Guild"
        - listitem:
          - button "Add a guild"
    - banner:
      - heading "Menu of The Guild" [level=2]:
        - button "Menu of The Guild"
    - navigation "Channels of The Guild":
      - region "Text channels":
        - heading "Text channels" [level=2]:
          - button "Text channels" [expanded]
        - list:
          - listitem:
            - link "general"
    - region "You":
      - button "Your menu"
      - button "Go to…"
      - button "Settings"
    - main:
      - heading "general" [level=1]
      - 'log "Messages in #general"':
        - list:
          - listitem:
            - article /ada/
      - 'textbox "Message #general"'
    - complementary "Members":
      - region "Online":
        - heading "Online · 1" [level=2]
        - list:
          - listitem:
            - link /ada/
  `);
});

test("with a thumb at 360 px: join, talk, look around, change a setting, come back", async ({
  server,
  newcomer,
}) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  const bob = await newcomer("bob", TELEPHONE);
  const { page } = bob;
  const tap = (role: "link" | "button" | "radio", name: string) =>
    page.getByRole(role, { name }).first().tap();

  await page.goto(await ada.invites("The Guild"));
  await page.getByLabel("Username").fill("bob");
  await page.getByLabel("Password").fill(PASSWORD);
  await tap("button", "Register and join");
  await bob.isInChannel("general");
  await bob.composer().fill("from the bus");
  await tap("button", "Send");
  await ada.sees("from the bus");

  await tap("button", "Show members");
  await expect(bob.member("ada", "Online")).toBeVisible();
  await page.getByRole("complementary").getByRole("link", { name: "ada" }).tap();
  await expect(page.getByRole("dialog", { name: "ada" })).toBeVisible();
  await tap("button", "Close");
  await page.getByRole("complementary").getByRole("button", { name: "Hide members" }).tap();
  await tap("link", "To the channels");
  await expect(page.getByRole("navigation", { name: "Channels of The Guild" })).toBeVisible();

  await tap("button", "Settings");
  await tap("link", "Appearance");
  await tap("radio", "Large");
  await expect(page.locator("html")).toHaveAttribute("data-text-size", "large");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await tap("link", "To the pages");
  await tap("button", "Close settings");
  await expect(page.getByRole("navigation", { name: "Channels of The Guild" })).toBeVisible();
});
