/** The columns around the conversation: channels and members, by mouse and by keyboard. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ada, channel, message } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

test("a category folds its channels, all but the open one and those with something unread", async () => {
  const channels = [
    channel("5", { name: "Lobby", type: 4 }),
    channel("10", { name: "general", parent_id: "5" }),
    channel("12", { name: "other", parent_id: "5", position: 1 }),
    channel("13", { name: "third", parent_id: "5", position: 2 }),
  ];
  const stage = await (await new Stage({ guild: { channels } }).open()).connect();
  const names = () =>
    within(screen.getByRole("region", { name: "Lobby" }))
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent);
  const title = screen.getByRole("button", { name: "Lobby", expanded: true });
  await stage.user.click(title);
  expect(title).toHaveAttribute("aria-expanded", "false");
  expect(names()).toEqual(["general"]);
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "13", last_message_id: message(9).id, mentions: 0 }],
  });
  expect(names()).toEqual(["general", "third, unread"]);
  expect(stage.ports.shelf.get(`confab.collapsed.${ada.id}`)).toBe('["5"]');
  await stage.user.click(title);
  expect(names()).toHaveLength(3);
});

test("a channel where one may not write says so", async () => {
  const deny = String(1n << 11n);
  const channels = [
    channel("10", { name: "general" }),
    channel("12", { name: "news", permission_overwrites: [{ id: "1", type: 0, allow: "0", deny }] }),
  ];
  await (await new Stage({ guild: { channels } }).open()).connect();
  expect(screen.getByRole("link", { name: "news , read only" })).toBeInTheDocument();
});

test("the arrows walk through the members, and Enter shows who one is", async () => {
  const stage = await (await new Stage().open()).connect();
  const list = within(screen.getByRole("complementary", { name: "Members" }));
  const [first, second] = list.getAllByRole("link");
  expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);
  await stage.act(() => first?.focus());
  await stage.user.keyboard("{ArrowDown}");
  expect(second).toHaveFocus();
  expect([first?.tabIndex, second?.tabIndex]).toEqual([-1, 0]);
  await stage.user.keyboard("{ArrowDown}{Home}{End}{Enter}");
  expect(await screen.findByRole("dialog", { name: "bob" })).toHaveTextContent("Offline");
  await stage.user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("a channel is made within a category, and a category within none", async () => {
  const channels = [channel("5", { name: "Lobby", type: 4 }), channel("10", { name: "general" })];
  const routes = {
    "POST /api/v10/guilds/1/channels": () => ({ status: 201, body: channel("14", { type: 2 }) }),
  };
  const stage = await (await new Stage({ guild: { channels }, routes }).open()).connect();
  const open = async () => {
    await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
    await stage.user.click(await screen.findByRole("menuitem", { name: "Create channel" }));
  };
  await open();
  await stage.user.selectOptions(await screen.findByLabelText("In the category"), "Lobby");
  await stage.user.type(screen.getByLabelText("Channel name"), "talk{Enter}");
  await waitFor(() => expect(stage.requests.at(-1)?.body).toEqual({ name: "talk", type: 0, parent_id: "5" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await open();
  await stage.user.selectOptions(await screen.findByLabelText("Kind"), "Category");
  expect(screen.queryByLabelText("In the category")).not.toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Channel name"), "More{Enter}");
  await waitFor(() => expect(stage.requests.at(-1)?.body).toEqual({ name: "More", type: 4 }));
});

test("the focus is never lost when a pane takes the place of another", async () => {
  HTMLElement.prototype.checkVisibility ??= () => true;
  const real = window.matchMedia.bind(window);
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    query.startsWith("(width <") ? real("all") : real(query),
  );
  const stage = await (await new Stage({ path: "/channels/1" }).open()).connect();
  await stage.act(() => screen.getByRole("link", { name: "general" }).blur());
  await stage.act(() =>
    stage.router.navigate({
      to: "/channels/$guildId/$channelId",
      params: { guildId: "1", channelId: "10" },
    }),
  );
  await waitFor(() =>
    expect(screen.getByRole("main")).toContainElement(document.activeElement as HTMLElement),
  );
  expect(document.body).not.toHaveFocus();
  await stage.act(() => (document.activeElement as HTMLElement).blur());
  await stage.act(() => stage.router.navigate({ to: "/settings" }));
  await waitFor(() => expect(screen.getByRole("heading", { name: "Settings" })).toHaveFocus());
});

test("the first stop for Tab leads past the guilds and channels", async () => {
  const stage = await (await new Stage().open()).connect();
  const skip = screen.getByRole("button", { name: "Skip to the conversation" });
  await stage.act(() => skip.focus());
  await stage.user.keyboard("{Enter}");
  expect(screen.getByRole("main")).toContainElement(document.activeElement as HTMLElement);
});
