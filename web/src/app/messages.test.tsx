/** What can be done in a timeline: with the mouse, by keyboard, and coming back to it. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ada, bob, channel, message } from "@/engine/testing/samples.ts";
import { Stage, timelineTexts } from "./testing/stage.tsx";

const log = () => screen.getByRole("log");
const row = (n: number) => screen.getByText(`message ${n}`).closest("article") as HTMLElement;
const composer = () => screen.getByRole("textbox", { name: "Message #general" });
const tools = () => screen.queryByRole("toolbar");

async function ready(stored = [1, 2, 3].map((n) => message(n))): Promise<Stage> {
  return (await new Stage({ stored }).open()).connect();
}

/** Opens the menu of a message by keyboard, and picks what is asked for. */
async function picks(stage: Stage, n: number, name: string): Promise<void> {
  await stage.act(() => row(n).focus());
  await stage.act(() => within(row(n)).getByRole("button", { name: "More" }).focus());
  await stage.user.keyboard("{Enter}");
  await stage.user.click(await screen.findByRole("menuitem", { name }));
}

test("pointing at a message shows what can be done with it", async () => {
  const stage = await ready();
  expect(tools()).toBeNull();
  await stage.user.hover(row(2));
  expect(screen.getByRole("toolbar", { name: "What to do with the message of bob" })).toBeVisible();
  await stage.user.unhover(row(2));
  expect(tools()).toBeNull();
});

test("a message's text and link are copied", async () => {
  const stage = await ready();
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => void copied.push(text));
  await picks(stage, 2, "Copy text");
  expect(await screen.findByText("Copied")).toBeInTheDocument();
  await picks(stage, 2, "Copy link");
  expect(await screen.findByText("Link copied")).toBeInTheDocument();
  expect(copied).toEqual(["message 2", `http://confab.test/channels/1/10/${message(2).id}`]);
});

test("without a clipboard, as over plain http, the old command copies", async () => {
  const stage = await ready();
  vi.spyOn(navigator, "clipboard", "get").mockReturnValue(undefined as unknown as Clipboard);
  const command = vi.fn(() => true);
  Object.assign(document, { execCommand: command });
  await picks(stage, 1, "Copy text");
  await waitFor(() => expect(command).toHaveBeenCalledWith("copy"));
});

test("arrow keys go from message to message, and the tools come along", async () => {
  const stage = await ready();
  log().focus();
  await stage.user.keyboard("{ArrowUp}");
  expect(row(3)).toHaveFocus();
  await stage.user.keyboard("{ArrowUp}{ArrowUp}");
  expect(row(1)).toHaveFocus();
  await stage.user.keyboard("{ArrowUp}{ArrowDown}");
  expect(row(2)).toHaveFocus();
  await stage.user.keyboard("{End}");
  expect(row(3)).toHaveFocus();
  await stage.user.keyboard("{Home}");
  expect(row(1)).toHaveFocus();
  await stage.user.tab();
  expect(screen.getByRole("button", { name: "Reply" })).toHaveFocus();
  await stage.user.keyboard("{ArrowRight}");
  expect(screen.getByRole("button", { name: "More" })).toHaveFocus();
  await stage.user.keyboard("{Escape}");
  expect(row(1)).toHaveFocus();
  await stage.user.keyboard("{Escape}");
  expect([log().matches(":focus"), tools()]).toEqual([true, null]);
  await stage.user.keyboard("x");
  await stage.user.click(composer());
  expect(tools()).toBeNull();
});

test("a link to a message brings it into view, marks it, and says when it is gone", async () => {
  const stage = new Stage({
    path: `/channels/1/10/${message(2).id}`,
    stored: [1, 2, 3].map((n) => message(n)),
  });
  await (await stage.open()).connect();
  await waitFor(() => expect(row(2)).toHaveFocus());
  expect(row(2)).toHaveClass("bg-accent-soft");
  await stage.act(() =>
    stage.router.navigate({
      to: "/channels/$guildId/$channelId",
      params: { guildId: "1", channelId: "10" },
      search: { message: message(99).id },
    }),
  );
  expect(await screen.findByRole("alert")).toHaveTextContent("This message is not here any more.");
  await stage.user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a refused message goes back into the composer, before what stands there", async () => {
  const refuse = () => ({ status: 403, body: { code: 50013, message: "Missing Permissions" } });
  const stage = new Stage({ stored: [], routes: { "POST /api/v10/channels/10/messages": refuse } });
  await (await stage.open()).connect();
  await stage.user.type(composer(), "first{Enter}");
  await screen.findByRole("alert");
  await stage.user.type(composer(), "second");
  await stage.user.click(screen.getByRole("button", { name: "Edit" }));
  expect(composer()).toHaveValue("first\nsecond");
  expect(timelineTexts()).toEqual([]);
});

test("what may have arrived offers no way back, and what another tab is sending says so", async () => {
  const stage = new Stage({ stored: [] });
  await (await stage.open()).connect();
  await stage.act(() => stage.ports.socket.end());
  await stage.user.type(composer(), "first{Enter}");
  const [key = "", stored = ""] =
    [...stage.ports.shelf.rows].find(([, text]) => text.includes("first")) ?? [];
  const tried = JSON.stringify({ ...JSON.parse(stored), tried: true });
  // The news of it is not here yet.
  stage.ports.shelf.rows.set(key, tried);
  await stage.user.click(screen.getByRole("button", { name: "Edit" }));
  expect(await screen.findByText(/is on its way already/)).toBeInTheDocument();
  expect([composer().textContent, timelineTexts()]).toEqual(["", ["first"]]);
  await stage.act(() => stage.ports.shelf.tell(key));
  expect(log()).toHaveTextContent("Waiting for the connection");
  expect(screen.queryByRole("button", { name: "Discard" })).toBeNull();
});

test("what is typed in another tab stands in this one's composer", async () => {
  const stage = await ready();
  await stage.act(() => stage.ports.shelf.setElsewhere(`confab.draft.${ada.id}.10`, "typed there"));
  expect(composer()).toHaveValue("typed there");
});

test("an edited message says so after its time, or after its text within a group", async () => {
  const edited_timestamp = "2026-11-22T13:00:00Z";
  await ready([message(1, { edited_timestamp }), message(2, { edited_timestamp })]);
  expect(row(1)).toHaveTextContent("· edited");
  expect(row(2)).toHaveTextContent("(edited)");
});

test("the tab's title tells of mentions, and of anything unread", async () => {
  const channels = [channel("10", { name: "general" }), channel("12", { name: "other" })];
  const stage = await (await new Stage({ guild: { channels } }).open()).connect();
  const news = (mentions: number) =>
    stage.dispatch("X_UNREAD", {
      channels: [{ channel_id: "12", last_message_id: message(9).id, mentions }],
    });
  await news(0);
  expect(document.title).toBe("• #general · Rookery · Confab");
  await news(3);
  expect(document.title).toBe("(3) #general · Rookery · Confab");
});

test("what came while the page was not looked at stands below a divider", async () => {
  const stage = await ready();
  const look = async (state: DocumentVisibilityState) => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
    await stage.act(() => document.dispatchEvent(new Event("visibilitychange")));
  };
  await stage.says("seen at once");
  expect(screen.queryByText(/^New since/)).toBeNull();
  await look("hidden");
  await stage.says("while away");
  expect(document.title).toMatch(/^• /);
  await look("visible");
  expect(document.title).toBe("#general · Rookery · Confab");
  const rows = [...log().querySelectorAll("li")].map(({ textContent }) => textContent);
  const at = rows.findIndex((text) => text?.startsWith("New since"));
  expect(rows[at + 1]).toContain("while away");
});

test("what is made unread again stands below the divider at once, whoever looks at it", async () => {
  const stage = await ready();
  await stage.says("one", 101);
  await stage.says("two", 102);
  const ack = { channel_id: "10", message_id: message(101).id, mention_count: 0, manual: true };
  await stage.dispatch("MESSAGE_ACK", ack);
  const rows = [...log().querySelectorAll("li")].map(({ textContent }) => textContent);
  const at = rows.findIndex((text) => text?.startsWith("New since"));
  expect(rows[at + 1]).toContain("two");
});

test("what comes while another window is used is not read, however well it is seen", async () => {
  const stage = await ready();
  const use = async (isUsed: boolean) => {
    vi.spyOn(document, "hasFocus").mockReturnValue(isUsed);
    await stage.act(() => dispatchEvent(new Event(isUsed ? "focus" : "blur")));
  };
  await use(false);
  await stage.says("beside the other window");
  expect(document.title).toMatch(/^• /);
  await use(true);
  expect(document.title).toBe("#general · Rookery · Confab");
});

test("more missed than can be replayed is said where the newest page begins, and older ones load", async () => {
  const stage = await ready();
  await stage.act(() => stage.ports.socket.end(4009));
  await stage.pass(600);
  await stage.act(() => stage.ports.socket.hello());
  await stage.act(() => stage.ports.socket.receive({ op: 9, d: false }));
  await stage.dispatch("READY", { session_id: "s2", guilds: [{ id: "1" }] });
  stage.stored = Array.from({ length: 120 }, (_, n) => message(n + 1, { author: bob }));
  await stage.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 120, replayed: 0, reset: true });
  const channels = stage.engine.session.getState().current?.channels;
  const view = () => channels?.store.getState()["10"];
  await waitFor(() => expect(view()?.timeline.messages.at(-1)?.content).toBe("message 120"));
  await stage.act(() => channels?.load("10", "before"));
  const shown = view()?.timeline.messages.map(({ id }) => id) ?? [];
  expect(shown.length).toBeGreaterThanOrEqual(100);
  expect(shown).toEqual(stage.stored.map(({ id }) => id).slice(-shown.length));
  expect(view()?.timeline.skippedTo).toBe(message(71).id);
});
