/** Conversations outside of guilds: opened from a friend, written in, listed, closed, and only read. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { BLOCKED, FRIEND } from "@/engine/friends.ts";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { ada, bob, message } from "@/engine/testing/samples.ts";
import { Stage, timelineTexts } from "./testing/stage.tsx";

const DIRECT = { id: "20", type: 1, recipients: [bob], last_message_id: null, name: null };
const FRIENDS = { id: bob.id, type: FRIEND, user: bob, since: "2026-11-22T12:00:00Z" };

async function open(path = "/friends") {
  const posted: FakeRequest[] = [];
  const routes = {
    "POST /api/v10/users/@me/channels": () => ({ status: 200, body: DIRECT }),
    "DELETE /api/v10/channels/20": () => ({ status: 200, body: DIRECT }),
    "GET /api/v10/channels/20/messages": () => ({ status: 200, body: [] }),
    "POST /api/v10/channels/20/typing": () => ({ status: 204 }),
    "POST /api/v10/channels/20/messages": (request: FakeRequest) => {
      posted.push(request);
      const { content, nonce } = request.body as { content: string; nonce: string };
      return { status: 200, body: message(900, { channel_id: "20", author: ada, content, nonce }) };
    },
  };
  const stage = await new Stage({ path, routes }).open();
  await stage.connect();
  await stage.dispatch("RELATIONSHIP_ADD", FRIENDS);
  return { stage, posted };
}

/** What the gateway tells of a message of bob's. */
function said(n: number, content: string) {
  const { guild_id: _none, ...rest } = message(n, { channel_id: "20", author: bob, content });
  return rest;
}

test("a friend is written to from the list, and the conversation is listed", async () => {
  const { stage, posted } = await open();
  await stage.user.click(await screen.findByRole("button", { name: "Write to bob" }));
  await waitFor(() => expect(stage.path).toBe("/channels/@me/20"));
  await screen.findByRole("heading", { name: "bob" });
  await stage.confirm(0);
  expect(await screen.findByText("This is where you and @bob begin")).toBeInTheDocument();
  await stage.user.type(screen.getByRole("textbox", { name: "Message @bob" }), "hello{Enter}");
  await waitFor(() => expect(posted.map(({ body }) => body)).toMatchObject([{ content: "hello" }]));
  expect(timelineTexts()).toEqual(["hello"]);
  const list = screen.getByRole("navigation", { name: "Friends and messages" });
  expect(within(list).getByRole("link", { name: /^bob/ })).toHaveAttribute("aria-current", "page");
  expect(document.title).toContain("@bob");
});

test("what comes in meanwhile is counted at the tile and in the list, and read when it is opened", async () => {
  const { stage } = await open();
  await stage.dispatch("CHANNEL_CREATE", DIRECT);
  await stage.dispatch("X_MENTION", { channel_id: "20", message: said(1, "psst") });
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "20", last_message_id: said(1, "").id, mentions: 1 }],
  });
  const rail = screen.getByRole("navigation", { name: "Guilds" });
  expect(within(rail).getByRole("link", { name: "Friends and messages, 1 waits" })).toBeInTheDocument();
  await stage.user.click(await screen.findByRole("link", { name: /^bob.*unread.*1 new message/ }));
  await screen.findByRole("heading", { name: "bob" });
  await stage.confirm(0);
  await stage.dispatch("MESSAGE_CREATE", { ...said(2, "are you there?"), x_seq: 3 });
  expect(await screen.findByText("are you there?")).toBeInTheDocument();
  expect(within(rail).getByRole("link", { name: "Friends and messages" })).toBeInTheDocument();
});

test("a bot is listed as one and written to, until it is blocked", async () => {
  const { stage } = await open("/channels/@me/20");
  const beep = { ...bob, id: "77", username: "beep", bot: true };
  await stage.dispatch("CHANNEL_CREATE", { ...DIRECT, recipients: [beep] });
  expect(await screen.findByRole("link", { name: /^beep.*, bot/ })).toBeInTheDocument();
  expect(await screen.findByRole("textbox", { name: "Message @beep" })).toBeInTheDocument();
  const blocked = { id: "77", type: BLOCKED, user: beep, since: "2026-11-22T12:00:00Z" };
  await stage.dispatch("RELATIONSHIP_ADD", blocked);
  expect(screen.queryByRole("textbox", { name: "Message @beep" })).not.toBeInTheDocument();
  expect(screen.getByText(/^You block this bot/)).toBeInTheDocument();
});

test("without the friendship it is read, not written", async () => {
  const { stage } = await open("/channels/@me/20");
  await stage.dispatch("CHANNEL_CREATE", DIRECT);
  await screen.findByRole("textbox", { name: "Message @bob" });
  await stage.dispatch("RELATIONSHIP_REMOVE", { id: bob.id, type: FRIEND });
  expect(screen.queryByRole("textbox", { name: "Message @bob" })).not.toBeInTheDocument();
  expect(screen.getByText(/^Only friends write to each other/)).toBeInTheDocument();
});

test("one is taken out of the list, and what was open gives way", async () => {
  const { stage } = await open("/channels/@me/20");
  await stage.dispatch("CHANNEL_CREATE", DIRECT);
  await stage.user.click(await screen.findByRole("button", { name: "Take bob out of the list" }));
  await stage.dispatch("CHANNEL_DELETE", DIRECT);
  await waitFor(() => expect(stage.path).toBe("/friends"));
  expect(screen.queryByRole("link", { name: /^bob/ })).not.toBeInTheDocument();
});

test("a conversation that is not there says so, and leads back", async () => {
  await open("/channels/@me/404");
  expect(await screen.findByRole("heading", { name: "This channel is not here" })).toBeInTheDocument();
});
