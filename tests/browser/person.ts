// Someone in front of a browser: does what a person does, finds things as a person does.
// Every name that a tour finds something by is in this file.

import { expect, type Locator, type Page } from "@playwright/test";
import { PASSWORD } from "../server/server.mjs";

export class Person {
  readonly #errors: string[] = [];

  constructor(
    readonly page: Page,
    readonly name: string,
  ) {
    // Of all their tabs, also those opened later.
    page.context().on("weberror", (fault) => {
      const error = fault.error();
      this.#errors.push(`${name}: ${error.stack ?? error.message}`);
    });
  }

  /** Opens the set-up link and makes the owner and the first guild. */
  async claims(setupUrl: string, guild: string): Promise<void> {
    await this.page.goto(setupUrl);
    await this.#fillsInCredentials();
    await this.page.getByLabel("Name of your guild").fill(guild);
    await this.page.getByRole("button", { name: "Create owner and guild" }).click();
    await this.isInChannel("general");
  }

  /** Makes an invite, for any number of people unless it is said, and returns its link. */
  async invites(guild: string, uses = "0"): Promise<string> {
    await this.page.getByRole("button", { name: `Menu of ${guild}` }).click();
    await this.page.getByRole("menuitem", { name: "Invite people" }).click();
    await this.page.getByLabel("Uses").selectOption(uses);
    await this.page.getByRole("button", { name: "Make a link" }).click();
    const link = await this.page.getByLabel("Invite link").inputValue();
    await this.page.getByRole("button", { name: "Close" }).click();
    return link;
  }

  /** Follows an invite and makes an account. */
  async registers(inviteUrl: string): Promise<void> {
    await this.asksIn(inviteUrl);
    await this.isInChannel("general");
  }

  /** The same, whatever comes of it. */
  async asksIn(inviteUrl: string): Promise<void> {
    await this.page.goto(inviteUrl);
    await this.#fillsInCredentials();
    await this.page.getByRole("button", { name: "Register and join" }).click();
  }

  /** On another device: where they were last is on screen then. */
  async logsIn(): Promise<void> {
    await this.page.goto("/login");
    await this.page.getByLabel("Username").fill(this.name);
    await this.page.getByLabel("Password").fill(PASSWORD);
    await this.page.getByRole("button", { name: "Log in" }).click();
    await this.page.getByRole("log").waitFor();
  }

  async isInChannel(channel: string): Promise<void> {
    await expect(this.composer(channel)).toBeVisible();
  }

  /** Types a message and sends it: by Enter, or by the button where a finger is what points. */
  async says(text: string): Promise<void> {
    const composer = this.composer();
    await composer.fill(text);
    const isTouch = await this.page.evaluate(() => matchMedia("(hover: none) and (pointer: coarse)").matches);
    if (isTouch) await this.page.getByRole("button", { name: "Send" }).tap();
    else await composer.press("Enter");
    await expect(composer).toHaveValue("");
  }

  /** Waits until a message with this text stands in the timeline. */
  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toBeVisible();
  }

  /** The texts of the messages that stand in the timeline, from the top. */
  async reads(): Promise<string[]> {
    return this.page.getByRole("article").locator("[data-content]").allInnerTexts();
  }

  /** Turns the wheel until a message with this text stands in the timeline. */
  async scrollsUpTo(text: string): Promise<void> {
    await this.page.getByRole("log").hover();
    // By less than what is seen at once, so that nothing is passed by.
    await expect(async () => {
      if (!(await this.message(text).isVisible())) await this.page.mouse.wheel(0, -400);
      await expect(this.message(text)).toBeVisible({ timeout: 250 });
    }).toPass({ intervals: [50] });
  }

  message(text: string): Locator {
    return this.page.getByRole("log").getByText(text, { exact: true });
  }

  composer(channel = "general"): Locator {
    return this.page.getByRole("textbox", { name: `Message #${channel}` });
  }

  /** A line of the member list: a name and how present they are. */
  member(name: string, status: string): Locator {
    return this.page.getByRole("listitem").filter({ hasText: name }).filter({ hasText: status });
  }

  /** The bar that says how the connection is, and how much was replayed. */
  bar(text: string): Locator {
    return this.page.getByRole("status").filter({ hasText: text });
  }

  async #fillsInCredentials(): Promise<void> {
    await this.page.getByLabel("Username").fill(this.name);
    await this.page.getByLabel("Password").fill(PASSWORD);
  }

  expectNoErrors(): void {
    expect(this.#errors).toEqual([]);
  }
}
