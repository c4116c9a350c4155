/** What is done with messages: by oneself, and as others do it. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob, EVERYONE_MAY, guildCreate, message, role } from "@/engine/testing/samples.ts";
import type { Message } from "@/engine/wire.ts";
import { type Routes, Stage, timelineTexts } from "./testing/stage.tsx";

const FIRE = { id: null, name: "🔥" };
const MANAGE_MESSAGES = 1n << 13n;
const ADD_REACTIONS = 1n << 6n;
const refuse = () => ({ status: 403, body: { code: 50013, message: "Missing Permissions" } });
const row = (text: string) => screen.getByText(text).closest("article") as HTMLElement;
const composer = () => screen.getByRole("textbox", { name: "Message #general" });

/** Where every member may react, and manage messages too if it is asked for. */
function guild(more = ADD_REACTIONS) {
  const permissions = String(BigInt(EVERYONE_MAY) | more);
  return guildCreate({ roles: [role("1", { name: "@everyone", permissions })] });
}

async function ready(stored: Message[], routes: Routes = {}, more?: bigint): Promise<Stage> {
  return (await new Stage({ stored, routes, guild: guild(more) }).open()).connect();
}

const mine = (n: number, part: Partial<Message> = {}) => message(n, { author: ada, ...part });
const path = (n: number) => `/api/v10/channels/10/messages/${message(n).id}`;

/** Goes to a message by keyboard and presses one of its tools. */
async function presses(stage: Stage, text: string, name: string): Promise<void> {
  await stage.act(() => row(text).focus());
  await stage.act(() => within(row(text)).getByRole("toolbar").querySelector("button")?.focus());
  const tool = within(within(row(text)).getByRole("toolbar")).getByRole("button", { name });
  await stage.act(() => tool.focus());
  await stage.user.keyboard("{Enter}");
}

/** Opens the menu of a message and picks something. */
async function picks(stage: Stage, text: string, name: string): Promise<void> {
  await presses(stage, text, "More");
  await stage.user.click(await screen.findByRole("menuitem", { name }));
}

test("the arrow up in an empty composer changes the last message of one's own, and Enter saves", async () => {
  const edited = { content: "right", edited_timestamp: "2026-11-22T13:00:00Z" };
  const stage = await ready([mine(1), message(2)], {
    [`PATCH ${path(1)}`]: () => ({ status: 200, body: mine(1, edited) }),
  });
  await stage.user.click(composer());
  await stage.user.keyboard("{ArrowUp}");
  const editor = await screen.findByRole("textbox", { name: "Text of the message" });
  expect(editor).toHaveFocus();
  await stage.user.clear(editor);
  await stage.user.type(editor, "right{Enter}");
  await waitFor(() => expect(timelineTexts()[0]).toContain("right"));
  expect(stage.requests.find(({ method }) => method === "PATCH")?.body).toEqual({ content: "right" });
  expect(await screen.findByText("edited")).toHaveAttribute("datetime", edited.edited_timestamp);
  expect(row("right")).toHaveFocus();
});

test("Escape leaves the text as it was, and nothing changed is not sent", async () => {
  const stage = await ready([mine(1)]);
  await presses(stage, "message 1", "Edit");
  await stage.user.type(await screen.findByRole("textbox", { name: "Text of the message" }), " more{Escape}");
  expect(timelineTexts()).toEqual(["message 1"]);
  await presses(stage, "message 1", "Edit");
  await stage.user.click(await screen.findByRole("button", { name: "Save (Enter)" }));
  expect(stage.requests.some(({ method }) => method === "PATCH")).toBe(false);
});

test("an edit that is refused says why, and stands in the editor again", async () => {
  const stage = await ready([mine(1)], { [`PATCH ${path(1)}`]: refuse });
  await stage.user.click(composer());
  await stage.user.keyboard("{ArrowUp}");
  await stage.user.type(await screen.findByRole("textbox", { name: "Text of the message" }), "!{Enter}");
  expect(await screen.findByText("Missing Permissions")).toBeInTheDocument();
  expect(await screen.findByRole("textbox", { name: "Text of the message" })).toBeInTheDocument();
});

test("a message that was emptied is asked about, then deleted", async () => {
  const stage = await ready([mine(1)], { [`DELETE ${path(1)}`]: () => ({ status: 204 }) });
  await stage.user.click(composer());
  await stage.user.keyboard("{ArrowUp}");
  const editor = await screen.findByRole("textbox", { name: "Text of the message" });
  await stage.user.clear(editor);
  await stage.user.keyboard("{Enter}");
  const dialog = await screen.findByRole("dialog", { name: "Delete this message?" });
  await stage.user.click(within(dialog).getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(timelineTexts()).toEqual([]));
});

test("deleting asks, with Shift it does not, and only whoever may is offered it", async () => {
  const stage = await ready([mine(1), mine(2), message(3)], {
    [`DELETE ${path(1)}`]: () => ({ status: 204 }),
    [`DELETE ${path(2)}`]: () => ({ status: 204 }),
  });
  await picks(stage, "message 1", "Delete");
  const dialog = await screen.findByRole("dialog", { name: "Delete this message?" });
  expect(timelineTexts()).toHaveLength(3);
  await stage.user.click(within(dialog).getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(timelineTexts()).toEqual(["message 2", "message 3"]));
  await presses(stage, "message 2", "More");
  await stage.act(() =>
    fireEvent.click(screen.getByRole("menuitem", { name: "Delete" }), { shiftKey: true }),
  );
  await waitFor(() => expect(timelineTexts()).toEqual(["message 3"]));
  await presses(stage, "message 3", "More");
  expect(screen.queryByRole("menuitem", { name: "Delete" })).toBeNull();
});

test("what others edit and delete changes here", async () => {
  const stage = await ready([message(1), message(2), message(3)]);
  const later = message(1, { content: "later", edited_timestamp: "2026-11-22T13:00:00Z" });
  await stage.dispatch("MESSAGE_UPDATE", { ...later, x_seq: 4 });
  await stage.dispatch("MESSAGE_DELETE_BULK", {
    channel_id: "10",
    ids: [message(2).id, message(3).id],
    x_seq: 5,
  });
  expect(timelineTexts()).toEqual(["later"]);
});

test("a reaction toggles by mouse and keyboard, counts others, and is taken back when refused", async () => {
  const reacted = message(1, { reactions: [{ emoji: FIRE, count: 1, me: false }] });
  const routes: Routes = { [`PUT ${path(1)}/reactions/%F0%9F%94%A5/%40me`]: () => ({ status: 204 }) };
  const stage = await ready([reacted], routes);
  const chip = () => screen.getByRole("button", { name: /^🔥/ });
  await stage.user.click(chip());
  expect(chip()).toHaveAccessibleName("🔥, 2 reactions");
  expect(chip()).toHaveAttribute("aria-pressed", "true");
  const told = { channel_id: "10", message_id: message(1).id, emoji: FIRE };
  await stage.dispatch("MESSAGE_REACTION_ADD", { ...told, user_id: ada.id, x_seq: 2 });
  await stage.dispatch("MESSAGE_REACTION_ADD", { ...told, user_id: "77", x_seq: 3 });
  expect(chip()).toHaveAccessibleName("🔥, 3 reactions");
  chip().focus();
  await stage.user.keyboard("{Enter}");
  expect(await screen.findByText("404: Not Found")).toBeInTheDocument();
  expect(chip()).toHaveAttribute("aria-pressed", "true");
});

test("a new reaction is picked, and who reacted is named and listed", async () => {
  const stage = await ready(
    [message(1)],
    {
      [`PUT ${path(1)}/reactions/%F0%9F%8E%89/%40me`]: () => ({ status: 204 }),
      [`GET ${path(1)}/reactions/%F0%9F%8E%89`]: () => ({ status: 200, body: [ada, bob] }),
      [`DELETE ${path(1)}/reactions/%F0%9F%8E%89/${bob.id}`]: () => ({ status: 204 }),
      [`GET ${path(1)}`]: () => ({ status: 200, body: message(1, { reactions: [] }) }),
    },
    ADD_REACTIONS | MANAGE_MESSAGES,
  );
  await presses(stage, "message 1", "React");
  await stage.user.type(await screen.findByRole("searchbox", { name: "Search emojis" }), "tada{Enter}");
  const chip = await screen.findByRole("button", { name: "🎉, 1 reaction" });
  await stage.user.hover(chip);
  await waitFor(() => expect(chip).toHaveAttribute("title", "ada, bob: 🎉"));
  await picks(stage, "message 1", "Who reacted");
  const dialog = await screen.findByRole("dialog", { name: "Reactions" });
  expect(await within(dialog).findByText("bob")).toBeInTheDocument();
  await stage.user.click(within(dialog).getByRole("button", { name: "Take away the reaction of bob" }));
  expect(await within(dialog).findByText("Nobody reacts to it any more.")).toBeInTheDocument();
});

test("a reply says what it answers, tells its author unless that is turned off, and leads there", async () => {
  const stage = await ready([message(1), message(2)]);
  await presses(stage, "message 1", "Reply");
  expect(composer()).toHaveFocus();
  expect(screen.getByText(/^Answering/)).toHaveTextContent("Answering bob");
  await stage.user.click(screen.getByRole("button", { name: "Notify them" }));
  await stage.user.type(composer(), "indeed{Enter}");
  await waitFor(() =>
    expect(
      stage.requests.find(({ method, path: to }) => method === "POST" && to.endsWith("/messages"))?.body,
    ).toMatchObject({
      content: "indeed",
      message_reference: { message_id: message(1).id },
      allowed_mentions: { replied_user: false },
    }),
  );
  expect(screen.queryByText(/^Answering/)).toBeNull();
  await presses(stage, "message 2", "Reply");
  await stage.user.keyboard("{Escape}");
  expect(screen.queryByText(/^Answering/)).toBeNull();
});

test("above a reply stands what it answers as it is now, and a click leads there", async () => {
  const reply = message(2, {
    type: 19,
    content: "indeed",
    message_reference: { message_id: message(1).id },
    referenced_message: message(1, { content: "as it was" }),
  });
  const gone = message(3, { type: 19, message_reference: { message_id: "5" }, referenced_message: null });
  const stage = await ready([message(1, { content: "**bold** ||no|| <@77>" }), reply, gone]);
  const preview = within(row("indeed")).getByRole("button", { name: /^In answer to/ });
  expect(preview).toHaveTextContent("bold ▮▮▮ @?");
  expect(row("message 3")).toHaveTextContent("The answered message is gone");
  await stage.user.click(preview);
  await waitFor(() => expect(document.activeElement).toHaveTextContent(/bold.*@unknown/));
  await stage.dispatch("MESSAGE_DELETE", { channel_id: "10", id: message(1).id, x_seq: 4 });
  expect(row("indeed")).toHaveTextContent("The answered message is gone");
});

test("pins are set, listed, jumped to, taken off, and a failure can be tried again", async () => {
  let pins = [{ pinned_at: "2026-11-22T13:00:00Z", message: message(1, { pinned: true }) }];
  let fails = true;
  const pinPath = `/api/v10/channels/10/messages/pins`;
  const stage = await ready(
    [message(1), message(2)],
    {
      [`GET ${pinPath}`]: () =>
        fails ? { status: 500, body: {} } : { status: 200, body: { items: pins, has_more: false } },
      [`PUT ${pinPath}/${message(2).id}`]: () => ({ status: 204 }),
      [`DELETE ${pinPath}/${message(1).id}`]: () => {
        pins = [];
        return { status: 204 };
      },
    },
    MANAGE_MESSAGES,
  );
  await picks(stage, "message 2", "Pin");
  await waitFor(() => expect(stage.requests.some(({ method }) => method === "PUT")).toBe(true));
  await stage.user.click(screen.getByRole("button", { name: "Pinned messages" }));
  const dialog = await screen.findByRole("dialog", { name: "Pinned messages" });
  fails = false;
  await stage.user.click(await within(dialog).findByRole("button", { name: "Try again" }));
  expect(await within(dialog).findByText("message 1")).toBeInTheDocument();
  await stage.dispatch("CHANNEL_PINS_UPDATE", { channel_id: "10", x_seq: 3 });
  await stage.user.click(await within(dialog).findByRole("button", { name: "Unpin" }));
  expect(await within(dialog).findByText("Nothing is pinned here")).toBeInTheDocument();
});

test("what happened by itself is told in a line of its own", async () => {
  const pinned = message(2, { type: 6, content: "", message_reference: { message_id: message(1).id } });
  const stage = await ready([
    message(1),
    pinned,
    message(3, { type: 7, content: "" }),
    message(4, { type: 18, content: "Ideas" }),
    message(5, { type: 46, content: "" }),
  ]);
  const lines = ["bob pinned a message.", "bob joined.", "bob started a thread: Ideas", "bob did something."];
  const articles = screen.getAllByRole("article").slice(1);
  for (const [at, line] of lines.entries()) expect(articles[at]).toHaveTextContent(line);
  await stage.user.click(screen.getByRole("button", { name: "Show it" }));
  await waitFor(() => expect(row("message 1")).toHaveFocus());
});
