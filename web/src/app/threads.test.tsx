/** Threads: begun, opened beside their channel, joined, changed, archived and found again. */
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, idAt, member, message, role } from "@/engine/testing/samples.ts";
import { type Channel, type GuildCreate, THREAD_PUBLIC } from "@/engine/wire.ts";
import { type Routes, Stage } from "./testing/stage.tsx";

const [MANAGE_THREADS, CREATE_THREADS, WRITE_IN_THREADS] = [1n << 34n, 1n << 35n, 1n << 38n];
const OPEN = { archived: false, locked: false, auto_archive_duration: 1_440 };
const ARCHIVED = { ...OPEN, archived: true, archive_timestamp: "2026-11-22T12:00:00Z" };
const own = (id: string) => ({ id, user_id: ada.id, join_timestamp: "2026-11-22T12:00:00Z" });

function thread(id: string, name: string, part: Partial<Channel> = {}): Channel {
  const state = {
    parent_id: "10",
    owner_id: bob.id,
    message_count: 3,
    member_count: 2,
    thread_metadata: OPEN,
  };
  return channel(id, { type: THREAD_PUBLIC, name, ...state, ...part });
}

/** Whether there is room for a thread beside its channel. */
let isWide = true;

beforeEach(() => {
  isWide = true;
  const real = window.matchMedia.bind(window);
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    query === "(width >= 67.5625rem)"
      ? Object.assign(new EventTarget(), { matches: isWide } as MediaQueryList)
      : real(query),
  );
});

interface Setting {
  path?: string;
  threads?: Channel[];
  may?: bigint;
  routes?: Routes;
  stored?: ReturnType<typeof message>[];
}

async function ready({ path = "/channels/1/10", threads = [], may, routes = {}, stored }: Setting = {}) {
  const permissions = String(BigInt(EVERYONE_MAY) | CREATE_THREADS | WRITE_IN_THREADS | (may ?? 0n));
  const guild: Partial<GuildCreate> = {
    roles: [role("1", { name: "@everyone", permissions })],
    members: [member(ada), member(bob)],
    threads,
  };
  const messages = (id: string) => ({
    [`GET /api/v10/channels/${id}/messages`]: () => ({
      status: 200,
      body: [message(7, { channel_id: id, content: `said in ${id}` })],
    }),
  });
  const pages = Object.assign({}, ...[...threads, { id: "77" }].map(({ id }) => messages(id)));
  const options = { path, guild, routes: { ...pages, ...routes }, ...(stored ? { stored } : {}) };
  return (await new Stage(options).open()).connect();
}

const pane = (name: string) => screen.findByRole("complementary", { name });
const list = () => screen.getByRole("navigation", { name: "Channels of Rookery" });

async function picks(stage: Stage, item: string): Promise<void> {
  await stage.user.click(screen.getByRole("button", { name: "Menu of the thread" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: item }));
}

test("a thread is begun at a message, named after it, and opens beside the channel", async () => {
  const first = message(1, { content: "**What** about p99?" });
  const made = thread(first.id, "What about p99?", { member: own(first.id), message_count: 0 });
  const path = `POST /api/v10/channels/10/messages/${first.id}/threads`;
  const stage = await ready({
    stored: [first],
    routes: {
      [path]: () => ({ status: 201, body: made }),
      [`GET /api/v10/channels/${first.id}/messages`]: () => ({ status: 200, body: [] }),
    },
  });
  const row = screen.getByText("What").closest("article") as HTMLElement;
  await stage.act(() => row.focus());
  await stage.user.click(within(row).getByRole("button", { name: "More" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Create thread" }));
  const dialog = await screen.findByRole("dialog", { name: "Create thread" });
  expect(within(dialog).getByRole("textbox")).toHaveValue("What about p99?");
  await stage.user.click(within(dialog).getByRole("button", { name: "Create thread" }));
  await pane("What about p99?");
  const sent = stage.requests.find(({ method, path }) => method === "POST" && path.endsWith("/threads"));
  expect(sent?.body).toEqual({ name: "What about p99?", auto_archive_duration: 1_440 });
  expect(screen.getByRole("textbox", { name: "Message What about p99?" })).toBeInTheDocument();
  const summary = screen.getByRole("log", { name: "Messages in #general" });
  expect(within(summary).getByRole("link", { name: /Thread: What about p99\?/ })).toHaveTextContent(
    "0 messages",
  );
  expect(within(list()).getByRole("link", { name: "What about p99?" })).toHaveAttribute(
    "aria-current",
    "page",
  );
});

test("a free-standing thread is begun from the list of threads; a refusal is said", async () => {
  const stage = await ready({
    routes: {
      "GET /api/v10/channels/10/threads/archived/public": () => ({
        status: 200,
        body: { threads: [], members: [], has_more: false },
      }),
      "POST /api/v10/channels/10/threads": () => ({
        status: 400,
        body: { code: 160_006, message: "too many" },
      }),
    },
  });
  await stage.user.click(screen.getByRole("button", { name: "Threads" }));
  const threads = await screen.findByRole("dialog", { name: "Threads" });
  expect(await within(threads).findByText("No thread is archived.")).toBeInTheDocument();
  await stage.user.click(within(threads).getByRole("button", { name: "Create thread" }));
  const dialog = await screen.findByRole("dialog", { name: "Create thread" });
  await stage.user.click(within(dialog).getByRole("button", { name: "Create thread" }));
  expect(await within(dialog).findByText("Use 1 to 100 characters.")).toBeInTheDocument();
  await stage.user.type(within(dialog).getByRole("textbox"), "plans{Enter}");
  expect(await within(dialog).findByText("too many")).toBeInTheDocument();
  expect(stage.requests.at(-1)?.body).toMatchObject({ name: "plans", type: THREAD_PUBLIC });
});

test("what is said in a thread goes to the thread, and what comes there is read there", async () => {
  const stage = await ready({
    threads: [thread("77", "plans", { member: own("77") }), thread("78", "other", { member: own("78") })],
    routes: {
      "POST /api/v10/channels/77/messages": ({ body }) => ({
        status: 200,
        body: message(9, { author: ada, channel_id: "77", ...(body as object) }),
      }),
    },
  });
  await stage.user.click(within(list()).getByRole("link", { name: "plans" }));
  const shown = await pane("plans");
  await stage.confirm(0);
  expect(await within(shown).findByText("said in 77")).toBeInTheDocument();
  await stage.user.type(within(shown).getByRole("textbox", { name: "Message plans" }), "hello{Enter}");
  await waitFor(() =>
    expect(stage.requests.some(({ method, path }) => method === "POST" && path.includes("/77/"))).toBe(true),
  );
  const last_message_id = idAt(Date.UTC(2026, 10, 22, 13));
  await stage.dispatch("X_UNREAD", { channels: [{ channel_id: "78", last_message_id, mentions: 1 }] });
  expect(within(list()).getByRole("link", { name: /^other/ })).toHaveTextContent("other, unread, 1 mention");
  const other = message(8, { id: last_message_id, channel_id: "77", guild_id: "1", content: "news" });
  await stage.dispatch("MESSAGE_CREATE", other);
  expect(within(list()).getByRole("link", { name: "plans" })).not.toHaveTextContent("unread");
});

test("whoever is not in a thread is told, joins and leaves it", async () => {
  const joined: string[] = [];
  const path = "/api/v10/channels/77/thread-members/%40me";
  const stage = await ready({
    path: "/channels/1/10?thread=77",
    threads: [thread("77", "plans")],
    routes: {
      [`PUT ${path}`]: () => ({ status: 204, body: joined.push("in") && undefined }),
      [`DELETE ${path}`]: () => ({ status: 204, body: joined.push("out") && undefined }),
    },
  });
  await pane("plans");
  await stage.user.click(screen.getByRole("button", { name: "Join" }));
  const update = { id: "77", guild_id: "1", member_count: 3 };
  await stage.dispatch("THREAD_MEMBERS_UPDATE", { ...update, added_members: [own("77")] });
  expect(screen.queryByText(/You are not in this thread/)).toBeNull();
  await picks(stage, "Leave");
  await stage.dispatch("THREAD_MEMBERS_UPDATE", { ...update, removed_member_ids: [ada.id] });
  expect(screen.getByText(/You are not in this thread/)).toBeInTheDocument();
  expect(joined).toEqual(["in", "out"]);
});

test("whoever manages threads renames, locks, archives and deletes one", async () => {
  const changes: unknown[] = [];
  const before = thread("77", "plans", { member: own("77") });
  const stage = await ready({
    path: "/channels/1/10?thread=77",
    threads: [before],
    may: MANAGE_THREADS,
    routes: {
      "PATCH /api/v10/channels/77": ({ body }) => {
        changes.push(body);
        const { name = "plans", ...state } = body as { name?: string };
        return { status: 200, body: { ...before, name, thread_metadata: { ...OPEN, ...state } } };
      },
      "DELETE /api/v10/channels/77": () => ({ status: 200, body: before }),
    },
  });
  await pane("plans");
  await picks(stage, "Rename");
  const field = await screen.findByRole("textbox", { name: "Name of the thread" });
  await stage.user.clear(field);
  await stage.user.type(field, "better plans{Enter}");
  await pane("better plans");
  await picks(stage, "Lock");
  expect(await screen.findByText("This thread is locked.")).toBeInTheDocument();
  await picks(stage, "Archive");
  expect(await screen.findByText("This thread is archived.")).toBeInTheDocument();
  expect(within(list()).queryByRole("link", { name: "plans" })).toBeNull();
  await stage.user.click(screen.getByRole("button", { name: "Menu of the thread" }));
  await screen.findByRole("menuitem", { name: "Unarchive" });
  expect(screen.queryByRole("menuitem", { name: "Rename" })).toBeNull();
  await stage.user.keyboard("{Escape}");
  await stage.user.click(screen.getByRole("button", { name: "Unarchive" }));
  await waitFor(() => expect(screen.queryByText("This thread is archived.")).toBeNull());
  expect(changes).toEqual([
    { name: "better plans" },
    { locked: true },
    { archived: true },
    { archived: false },
  ]);
  await picks(stage, "Delete thread");
  const asked = await screen.findByRole("dialog", { name: "Delete plans?" });
  await stage.user.click(within(asked).getByRole("button", { name: "Delete thread" }));
  await waitFor(() => expect(screen.queryByRole("complementary", { name: "plans" })).toBeNull());
});

test("in a locked thread nobody else writes, and others may neither change nor delete it", async () => {
  const locked = { ...OPEN, locked: true };
  const stage = await ready({
    path: "/channels/1/10?thread=77",
    threads: [thread("77", "plans", { owner_id: ada.id, member: own("77"), thread_metadata: locked })],
  });
  await pane("plans");
  expect(screen.getByText(/Only those who manage threads may write/)).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Menu of the thread" }));
  await screen.findByRole("menuitem", { name: "Leave" });
  for (const name of ["Rename", "Archive", "Lock", "Unlock", "Delete thread"])
    expect(screen.queryByRole("menuitem", { name })).toBeNull();
});

test("archived threads are found page by page, opened and brought back", async () => {
  const archived = (id: string, name: string) => thread(id, name, { thread_metadata: ARCHIVED });
  const asked: (string | null)[] = [];
  const stage = await ready({
    routes: {
      "GET /api/v10/channels/10/threads/archived/public": ({ query }) => {
        asked.push(query.get("before"));
        const isFirst = asked.length === 1;
        const threads = isFirst
          ? [archived("77", "old"), archived("79", "older")]
          : [archived("80", "oldest")];
        return { status: 200, body: { threads, members: [], has_more: isFirst } };
      },
      "PATCH /api/v10/channels/79": () => ({ status: 200, body: thread("79", "older") }),
    },
  });
  await stage.user.click(screen.getByRole("button", { name: "Threads" }));
  const dialog = await screen.findByRole("dialog", { name: "Threads" });
  await stage.user.click(await within(dialog).findByRole("button", { name: "Older ones" }));
  expect(await within(dialog).findByText("oldest")).toBeInTheDocument();
  expect(asked).toEqual([null, "2026-11-22T12:00:00Z"]);
  await stage.user.click(within(dialog).getByRole("button", { name: "Unarchive older" }));
  const active = within(dialog).getByRole("region", { name: "Active" });
  expect(await within(active).findByText("older")).toBeInTheDocument();
  await stage.user.click(within(dialog).getByRole("button", { name: /^old 3/ }));
  const shown = await pane("old");
  await stage.confirm(0);
  expect(await within(shown).findByText("said in 77")).toBeInTheDocument();
});

test("the list says so when archived threads cannot be had, and tries again", async () => {
  let isDown = true;
  const stage = await ready({
    routes: {
      "GET /api/v10/channels/10/threads/archived/public": () =>
        isDown
          ? { status: 500, body: { code: 0, message: "x" } }
          : { status: 200, body: { threads: [], members: [], has_more: false } },
    },
  });
  await stage.user.click(screen.getByRole("button", { name: "Threads" }));
  const again = await screen.findByRole("button", { name: "Try again" });
  isDown = false;
  await stage.user.click(again);
  expect(await screen.findByText("No thread is archived.")).toBeInTheDocument();
});

test("an address of a thread opens it in its channel, also an archived one; one that is gone says so", async () => {
  const stage = await ready({
    path: "/channels/1/77",
    threads: [thread("77", "plans")],
    routes: {
      "GET /api/v10/channels/81": () => ({
        status: 200,
        body: thread("81", "old", { thread_metadata: ARCHIVED }),
      }),
    },
  });
  await pane("plans");
  expect(stage.path).toBe("/channels/1/10");
  const goes = (thread: string) =>
    stage.act(() =>
      stage.router.navigate({
        to: "/channels/$guildId/$channelId",
        params: { guildId: "1", channelId: "10" },
        search: { thread },
      }),
    );
  await goes("81");
  await pane("old");
  await goes("404");
  expect(await screen.findByText("This thread is not here")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Close the thread" }));
  expect(screen.getByRole("complementary", { name: "Members" })).toBeInTheDocument();
});

test("who is in a thread is listed", async () => {
  const members = [own("77"), { ...own("77"), user_id: bob.id }];
  const stage = await ready({
    path: "/channels/1/10?thread=77",
    threads: [thread("77", "plans", { member: own("77") })],
    routes: { "GET /api/v10/channels/77/thread-members": () => ({ status: 200, body: members }) },
  });
  await pane("plans");
  await picks(stage, "Members of the thread");
  const dialog = await screen.findByRole("dialog", { name: "Members of the thread" });
  expect((await within(dialog).findAllByRole("listitem")).map((line) => line.textContent)).toEqual([
    "ADada",
    "BObob",
  ]);
});

test("the channel tells of a thread that began, and the thread of the message that it began at", async () => {
  const first = message(1, { content: "look at this" });
  const began = message(2, {
    type: 18,
    content: "plans",
    message_reference: { channel_id: "77" },
  });
  const starter = message(3, {
    type: 21,
    content: "",
    channel_id: "77",
    message_reference: { channel_id: "10", message_id: first.id },
    referenced_message: first,
  });
  const stage = await ready({
    stored: [first, began],
    threads: [thread("77", "plans")],
    routes: { "GET /api/v10/channels/77/messages": () => ({ status: 200, body: [starter] }) },
  });
  const told = screen
    .getByText("started a thread: plans", { exact: false })
    .closest("article") as HTMLElement;
  await stage.user.click(within(told).getByRole("link", { name: "Show it" }));
  const shown = await pane("plans");
  await stage.confirm(0);
  expect(await within(shown).findByText("look at this")).toBeInTheDocument();
});

test("where there is no room beside the channel, the thread stands in its place", async () => {
  isWide = false;
  const stage = await ready({ path: "/channels/1/10?thread=77", threads: [thread("77", "plans")] });
  const shown = await screen.findByRole("main", { name: "plans" });
  await stage.confirm(0);
  expect(await within(shown).findByText("said in 77")).toBeInTheDocument();
  expect(screen.queryByRole("log", { name: "Messages in #general" })).toBeNull();
  await stage.user.click(screen.getByRole("button", { name: "Close the thread" }));
  await stage.confirm(0);
  expect(await screen.findByRole("log", { name: "Messages in #general" })).toBeInTheDocument();
});
