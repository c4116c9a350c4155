/** What breaks alone, and what the rest of the screen makes of it. */
import { render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { onDemand } from "@/binding/on-demand.tsx";
import { ada, channel, message } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

// React tells the console of each fault, which is as it should be, and no news here.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));

const composer = () => screen.getByRole("textbox", { name: "Message #general" });

test("code that cannot be fetched says so, and offers the page anew, or to go on without", async () => {
  const Late = onDemand<object>(async () => {
    throw new TypeError("Failed to fetch dynamically imported module");
  });
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  const stage = new Stage();
  render(<Late />);
  expect(await screen.findByRole("alert")).toHaveTextContent("This part could not be loaded.");
  await stage.user.click(screen.getByRole("button", { name: "Reload" }));
  expect(reload).toHaveBeenCalledOnce();
  await stage.user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a guild without a text channel offers no invite, which would have nowhere to lead", async () => {
  const stage = await (
    await new Stage({ path: "/channels/1", guild: { channels: [channel("5", { type: 2 })] } }).open()
  ).connect();
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  expect(await screen.findByRole("menuitem", { name: "Create channel" })).toBeInTheDocument();
  expect(screen.queryByRole("menuitem", { name: "Invite people" })).toBeNull();
});

test("a message that cannot be shown leaves the others, and the composer, as they are", async () => {
  const broken = message(2, { content: null as unknown as string });
  const stage = await (await new Stage({ stored: [message(1), broken, message(3)] }).open()).connect();
  const log = within(screen.getByRole("log"));
  expect(log.getByText("message 1")).toBeInTheDocument();
  expect(log.getByText("message 3")).toBeInTheDocument();
  expect(log.getByRole("alert")).toHaveTextContent("This part stopped working.");
  await stage.dispatch("MESSAGE_UPDATE", { ...message(2, { content: "mended" }), x_seq: 4 });
  await stage.user.click(log.getByRole("button", { name: "Reload this part" }));
  expect(await log.findByText("mended")).toBeInTheDocument();
  await stage.user.type(composer(), "still here");
  expect(composer()).toHaveValue("still here");
});

test("members that cannot be shown leave the conversation as it is", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.dispatch("GUILD_MEMBER_UPDATE", { guild_id: "1", user: { id: "9" }, roles: null });
  const members = within(screen.getByRole("complementary", { name: "Members" }));
  expect(await members.findByText("This part stopped working.")).toBeInTheDocument();
  expect(composer()).toBeInTheDocument();
  await stage.dispatch("GUILD_MEMBER_REMOVE", { guild_id: "1", user: { id: "9" } });
  await stage.user.click(members.getByRole("button", { name: "Reload this part" }));
  await waitFor(() => expect(members.getByText("bob")).toBeInTheDocument());
});

test("a screen that breaks leaves the guilds beside it, and offers the way to the start", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.dispatch("CHANNEL_UPDATE", channel("10", { name: {} as string }));
  expect(await screen.findByText("This screen broke")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Go to the start" })).toHaveAttribute("href", "/");
});

test("what storage gives back damaged is dropped, and whoever wrote it is told", async () => {
  const stage = new Stage();
  stage.ports.shelf.set(`confab.outbox.${ada.id}.x`, '{"nonce":"x","content":"lost"}');
  stage.ports.shelf.set(`confab.collapsed.${ada.id}`, '{"not":"a list"}');
  await (await stage.open()).connect();
  expect(await screen.findByText(/A message that was not sent could not be read/)).toBeInTheDocument();
  expect(composer()).toBeInTheDocument();
  expect(stage.ports.shelf.keys()).toEqual([`confab.collapsed.${ada.id}`]);
  await stage.user.click(screen.getByRole("button", { name: "Settings" }));
  await waitFor(() => expect(stage.path).toBe("/settings/profile"));
  // For its first second a notice stands twice: shown, and as what a screen reader is told.
  const told = () => screen.getAllByText(/A message that was not sent could not be read/);
  await waitFor(() => expect(told()).toHaveLength(1), { timeout: 4_000 });
});
