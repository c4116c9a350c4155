/** What one is told of, chosen over a fake server: found and used as a person would. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { bob, channel, message } from "@/engine/testing/samples.ts";
import { useDevice } from "@/features/notifications/device.ts";
import { Stage } from "./testing/stage.tsx";

const channels = [channel("10", { name: "general" }), channel("12", { name: "other" })];

/** A server that keeps what it is told, and says so to all devices. */
function keeping(settings: Record<string, unknown> = {}) {
  let kept = settings;
  const patch = ({ body }: FakeRequest) => {
    kept = Object.fromEntries(
      Object.entries({ ...kept, ...(body as object) }).filter(([, value]) => value !== null),
    );
    return { status: 200, body: kept };
  };
  return { routes: { "PATCH /api/x/me/settings": patch }, kept: () => kept };
}

async function open(settings: Record<string, unknown> = {}, path = "/channels/1/10") {
  const server = keeping(settings);
  const stage = new Stage({ path, settings, guild: { channels }, routes: server.routes });
  await (await stage.open()).connect();
  return { stage, ...server };
}

const rowOf = (name: RegExp) =>
  within(screen.getByRole("navigation", { name: "Channels of Rookery" })).getByRole("link", { name });

test("a channel is told of as its guild says, until it has a level of its own", async () => {
  const { stage, kept } = await open({ "notify:1": { level: "none" } });
  await stage.user.click(screen.getByRole("button", { name: "Notification settings" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Notifications of #general" }));
  expect(dialog.getByRole("radio", { name: /As in the guild.*Nothing/ })).toBeChecked();
  await stage.user.click(dialog.getByRole("radio", { name: /All messages/ }));
  await waitFor(() =>
    expect(kept()).toEqual({ "notify:1": { level: "none", channels: { "10": { level: "all" } } } }),
  );
  expect(dialog.getByRole("radio", { name: /All messages/ })).toBeChecked();
  await stage.user.click(dialog.getByRole("radio", { name: /As in the guild/ }));
  await waitFor(() => expect(kept()).toEqual({ "notify:1": { level: "none" } }));
});

test("two choices one after the other both hold", async () => {
  const { stage, kept } = await open();
  await stage.user.click(screen.getByRole("button", { name: "Notification settings" }));
  const dialog = within(await screen.findByRole("dialog"));
  await stage.user.click(dialog.getByRole("radio", { name: /Mentions only.*What names you/ }));
  await stage.user.click(await dialog.findByRole("button", { name: "Until I turn it on" }));
  await waitFor(() =>
    expect(kept()).toEqual({ "notify:1": { channels: { "10": { level: "mentions", muted_until: null } } } }),
  );
});

test("a muted channel carries a sign, does not stand out, and keeps its mentions", async () => {
  const { stage } = await open();
  const other = { channel_id: "12", last_message_id: message(5).id };
  await stage.dispatch("X_UNREAD", { channels: [{ ...other, mentions: 0 }] });
  expect(rowOf(/^other ?, unread$/)).toBeInTheDocument();
  expect(document.title).toMatch(/^• /);
  await stage.dispatch("X_SETTINGS", {
    settings: { "notify:1": { channels: { "12": { muted_until: null } } } },
  });
  expect(rowOf(/^other ?, muted$/)).toBeInTheDocument();
  expect(document.title).toMatch(/^#general/);
  expect(screen.getByRole("link", { name: "Rookery" })).toBeInTheDocument();
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "12", last_message_id: message(6).id, mentions: 2 }],
  });
  expect(rowOf(/^other ?, muted ?, 2 mentions/)).toBeInTheDocument();
  expect(document.title).toMatch(/^\(2\) /);
});

test("a guild is muted from its menu, for a while or until it is turned on, and says so", async () => {
  const { stage, kept } = await open();
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Notification settings" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Notifications of Rookery" }));
  expect(dialog.getByRole("radio", { name: /Mentions only/ })).toBeChecked();
  expect(dialog.getByRole("status")).toHaveTextContent("Not muted.");
  await stage.user.click(dialog.getByRole("button", { name: "For 8 hours" }));
  const until = stage.ports.clock.now() + 8 * 3_600_000;
  await waitFor(() => expect(kept()).toEqual({ "notify:1": { muted_until: until } }));
  expect(dialog.getByRole("status")).toHaveTextContent(/^Muted until .*\d.*\.$/);
  await stage.user.click(dialog.getByRole("button", { name: "Until I turn it on" }));
  await waitFor(() => expect(dialog.getByRole("status")).toHaveTextContent("Muted until you turn it on."));
  await stage.user.click(dialog.getByRole("button", { name: "Close" }));
  expect(screen.getByRole("link", { name: "Rookery, muted" })).toBeInTheDocument();
  expect(rowOf(/^other ?, muted$/)).toBeInTheDocument();

  await stage.user.click(screen.getByRole("button", { name: "Notification settings, muted" }));
  expect(await screen.findByText("All of Rookery is muted.")).toBeInTheDocument();
  await stage.dispatch("X_SETTINGS", { settings: {} });
  expect(screen.queryByText("All of Rookery is muted.")).not.toBeInTheDocument();
});

test("whoever unmutes by keyboard stays where they are", async () => {
  const { stage, kept } = await open({ "notify:1": { channels: { "10": { muted_until: null } } } });
  await stage.user.click(screen.getByRole("button", { name: "Notification settings, muted" }));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByRole("button", { name: "Unmute" }).focus();
  await stage.user.keyboard("{Enter}");
  await waitFor(() => expect(kept()).toEqual({}));
  expect(dialog.getByRole("status")).toHaveFocus();
  expect(dialog.getByRole("status")).toHaveTextContent("Not muted.");
});

test("a mute ends by itself while one looks", async () => {
  const { stage } = await open();
  const muted_until = stage.ports.clock.now() + 60_000;
  await stage.dispatch("X_SETTINGS", { settings: { "notify:1": { muted_until } } });
  expect(screen.getByRole("link", { name: "Rookery, muted" })).toBeInTheDocument();
  await stage.pass(60_000);
  expect(screen.getByRole("link", { name: "Rookery" })).toBeInTheDocument();
});

test("a full account is said, and the choice stays what it was", async () => {
  const refused = { status: 400, body: { code: 50_035, message: "Invalid Form Body" } };
  const routes = { "PATCH /api/x/me/settings": () => refused };
  const stage = await (await new Stage({ guild: { channels }, routes }).open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Notification settings" }));
  await stage.user.click(await screen.findByRole("radio", { name: /All messages/ }));
  expect(await screen.findByText(/There is no room for more settings/)).toBeInTheDocument();
  expect(screen.getByRole("radio", { name: /As in the guild/ })).toBeChecked();
});

test("settings that say nonsense are as if nothing was chosen", async () => {
  const nonsense = {
    "notify:1": { level: 7, muted_until: "x", channels: ["10"] },
    "notify:": null,
    appearance: 1,
  };
  const { stage } = await open(nonsense);
  await stage.user.click(screen.getByRole("button", { name: "Notification settings" }));
  expect(await screen.findByRole("radio", { name: /As in the guild.*Mentions only/ })).toBeChecked();
  expect(screen.getByText("Not muted.")).toBeInTheDocument();
});

test("the settings list all guilds, with what is muted, and the switches of this browser", async () => {
  vi.stubGlobal("isSecureContext", true);
  const { stage, kept } = await open({ "notify:1": { muted_until: null } }, "/settings/notifications");
  const guild = within(await screen.findByRole("group", { name: "Rookery" }));
  expect(guild.getByRole("radio", { name: "Mentions only" })).toBeChecked();
  await stage.user.click(guild.getByRole("radio", { name: "All messages" }));
  await waitFor(() => expect(kept()).toEqual({ "notify:1": { level: "all", muted_until: null } }));
  await stage.user.click(screen.getByRole("button", { name: "Unmute Rookery" }));
  await waitFor(() => expect(kept()).toEqual({ "notify:1": { level: "all" } }));
  const direct = within(screen.getByRole("group", { name: "Direct messages" }));
  await stage.user.click(direct.getByRole("radio", { name: "Nothing" }));
  await waitFor(() => expect(kept()).toMatchObject({ "notify:@me": { level: "none" } }));

  const sound = screen.getByRole("switch", { name: "Sound" });
  expect(sound).toBeChecked();
  await stage.user.click(sound);
  expect(localStorage.getItem("confab.notifications")).toContain('"sound":false');
  useDevice.getState().choose({ sound: true });
});

test("a conversation is told of as all conversations are, and a muted one is not counted in the title", async () => {
  const direct = { id: "77", type: 1, last_message_id: null, name: null, recipients: [bob], parent_id: null };
  const stage = new Stage({ path: "/channels/1/10", guild: { channels } });
  await (await stage.open()).connect();
  await stage.dispatch("CHANNEL_CREATE", { ...direct, position: 0 });
  const said = message(7, { channel_id: "77", author: bob, guild_id: undefined as never });
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "77", last_message_id: said.id, mentions: 1 }],
  });
  expect(document.title).toMatch(/^\(1\) /);
  await stage.dispatch("X_SETTINGS", {
    settings: { "notify:@me": { channels: { "77": { muted_until: null } } } },
  });
  expect(document.title).toMatch(/^#general/);
});
