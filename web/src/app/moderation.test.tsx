/** What is done about members: by whom, and as it looks to those it is done to. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, message, role, user } from "@/engine/testing/samples.ts";
import type { Member } from "@/engine/wire.ts";
import { type Routes, Stage } from "./testing/stage.tsx";

const cleo = user("cleo", 7);
const KICK = 1n << 1n;
const BAN = 1n << 2n;
const MODERATE = 1n << 40n;
const OWN_NICKNAME = 1n << 26n;
const NICKNAMES = 1n << 27n;
const MINUTE_MS = 60_000;

interface Scene {
  may?: bigint;
  members?: Member[];
  routes?: Routes;
  path?: string;
}

/** Ada may do what is given by a role that stands above cleo, who has none. Bob owns the guild. */
async function open({ may = MODERATE | KICK | BAN, members = [], path, routes = {} }: Scene = {}) {
  const all = [member(ada, ["7"]), member(bob), member(cleo)].map(
    (one) => members.find(({ user }) => user.id === one.user.id) ?? one,
  );
  const guild = {
    roles: [
      role("1", { name: "@everyone", permissions: EVERYONE_MAY, position: 0 }),
      role("7", { name: "Keepers", permissions: String(may) }),
    ],
    channels: [channel("10", { name: "general" })],
    members: all,
    member_count: all.length,
  };
  const stored = [message(1, { author: cleo }), message(2), message(3, { author: user("gone", 9) })];
  const address = path ?? `/channels/1/10?member=${cleo.id}`;
  const cleoIs = { [`GET /api/x/users/${cleo.id}/profile`]: () => ({ status: 200, body: silent }) };
  const stage = new Stage({ guild, stored, path: address, routes: { ...cleoIs, ...routes } });
  return (await stage.open()).connect();
}

const silent = { user: cleo, bio: null, mutual_guilds: ["1"] };
const card = async (name: string) => within(await screen.findByRole("dialog", { name }));
const timedOut = (stage: Stage, of: Member, forMs: number): Member => ({
  ...of,
  communication_disabled_until: new Date(stage.ports.clock.now() + forMs).toISOString(),
});

async function openMenu(stage: Stage, text: string): Promise<void> {
  const row = screen.getByText(text).closest("article") as HTMLElement;
  await stage.act(() => row.focus());
  const more = await within(row).findByRole("button", { name: "More" });
  await stage.act(() => more.focus());
  await stage.user.keyboard("{Enter}");
  await screen.findByRole("menuitem", { name: "Copy text" });
}

const refusal = { status: 403, body: { code: 50013, message: "Missing Permissions" } };

test("a member is put in time-out from their card by keyboard, with a reason", async () => {
  const path = `/api/v10/guilds/1/members/${cleo.id}`;
  const stage = await open({ routes: { [`PATCH ${path}`]: () => ({ status: 200, body: member(cleo) }) } });
  (await (await card("cleo")).findByRole("button", { name: "Put cleo in time-out…" })).focus();
  await stage.user.keyboard("{Enter}");
  const dialog = await card("Put cleo in time-out?");
  expect(dialog.getByRole("radio", { name: "10 minutes" })).toHaveFocus();
  await stage.user.click(dialog.getByRole("radio", { name: "1 hour" }));
  dialog.getByLabelText("Reason").focus();
  await stage.user.paste("zu laut – ü");
  await stage.user.keyboard("{Enter}");
  expect(await screen.findByText(/^cleo is in time-out until /)).toBeInTheDocument();
  expect(screen.queryByRole("dialog")).toBeNull();
  const asked = stage.requests.find(({ method }) => method === "PATCH");
  const endMs = stage.ports.clock.now() + 60 * MINUTE_MS;
  expect(asked?.body).toEqual({ communication_disabled_until: new Date(endMs).toISOString() });
  expect(asked?.reason).toBe("zu%20laut%20%E2%80%93%20%C3%BC");
});

test("a member is called otherwise from their card, and a refusal keeps what was typed", async () => {
  const path = `PATCH /api/v10/guilds/1/members/${cleo.id}`;
  let answer = refusal as { status: number; body: unknown };
  const stage = await open({ may: NICKNAMES, routes: { [path]: () => answer } });
  await stage.user.click(
    await (await card("cleo")).findByRole("button", { name: "Change the nickname of cleo…" }),
  );
  const dialog = await card("What is cleo called here?");
  await stage.user.type(dialog.getByLabelText("Nickname"), "Bosun");
  await stage.user.keyboard("{Enter}");
  expect(await dialog.findByRole("alert")).toBeInTheDocument();
  expect(dialog.getByLabelText("Nickname")).toHaveValue("Bosun");
  answer = { status: 200, body: { ...member(cleo), nick: "Bosun" } };
  await stage.user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("The nickname is changed.")).toBeInTheDocument();
  expect(stage.requests.at(-1)?.body).toEqual({ nick: "Bosun" });
});

test("what one is called oneself is changed by the menu of the guild, and taken back by nothing", async () => {
  const path = "PATCH /api/v10/guilds/1/members/@me";
  const stage = await open({
    may: OWN_NICKNAME,
    members: [{ ...member(ada, ["7"]), nick: "Countess" }],
    path: "/channels/1/10",
    routes: { [path]: () => ({ status: 200, body: member(ada, ["7"]) }) },
  });
  await stage.user.click(await screen.findByRole("button", { name: /^Menu of/ }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Change nickname…" }));
  const dialog = await card("What are you called here?");
  expect(dialog.getByLabelText("Nickname")).toHaveValue("Countess");
  await stage.user.clear(dialog.getByLabelText("Nickname"));
  await stage.user.keyboard("{Enter}");
  expect(await screen.findByText("The nickname is changed.")).toBeInTheDocument();
  expect(stage.requests.at(-1)?.body).toEqual({ nick: "" });
});

test("the card tells of a time-out, and ends it", async () => {
  const path = `/api/v10/guilds/1/members/${cleo.id}`;
  const stage = await open({ routes: { [`PATCH ${path}`]: () => ({ status: 200, body: member(cleo) }) } });
  await stage.dispatch("GUILD_MEMBER_UPDATE", {
    ...timedOut(stage, member(cleo), 60 * MINUTE_MS),
    guild_id: "1",
  });
  const shown = await card("cleo");
  expect(await shown.findByText(/^In time-out until /)).toBeInTheDocument();
  await stage.user.click(shown.getByRole("button", { name: "End the time-out of cleo" }));
  expect(await screen.findByText("cleo may write again.")).toBeInTheDocument();
  expect(stage.requests.at(-1)?.body).toEqual({ communication_disabled_until: null });
});

test("what the server refuses is said in the dialog, which stays", async () => {
  const path = `/api/v10/guilds/1/members/${cleo.id}`;
  const stage = await open({
    path: `/channels/1/10?member=${cleo.id}&act=time-out`,
    routes: { [`PATCH ${path}`]: () => refusal },
  });
  const dialog = await card("Put cleo in time-out?");
  await stage.user.click(dialog.getByRole("button", { name: "Put in time-out" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("Missing Permissions");
  await stage.user.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("mo1 only what one may is offered, and only about those who stand lower", async () => {
  const offers = () => screen.queryAllByRole("button", { name: /…$/ }).map(({ textContent }) => textContent);
  const stage = await open({ may: MODERATE });
  await (await card("cleo")).findByRole("button", { name: "Put cleo in time-out…" });
  expect(offers()).toEqual(["Time out…"]);
  // The owner, and oneself.
  for (const { id, username } of [bob, ada]) {
    await stage.act(() => stage.router.navigate({ to: ".", search: { member: id } }));
    await card(username);
    await stage.act(() => undefined);
    expect(offers()).toEqual([]);
  }
  await stage.act(() => stage.router.navigate({ to: ".", search: { member: bob.id, act: "time-out" } }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a member is kicked, with a reason", async () => {
  const path = `/api/v10/guilds/1/members/${cleo.id}`;
  const stage = await open({ routes: { [`DELETE ${path}`]: () => ({ status: 204 }) } });
  await stage.user.click(await (await card("cleo")).findByRole("button", { name: "Kick cleo…" }));
  const dialog = await card("Kick cleo?");
  expect(dialog.getByLabelText("Reason")).toHaveFocus();
  await stage.user.keyboard("spam{Enter}");
  expect(await screen.findByText("cleo is not in the guild any more.")).toBeInTheDocument();
  expect(stage.requests.at(-1)).toMatchObject({ method: "DELETE", path, reason: "spam" });
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a ban takes a reason, and as much of what was said as is chosen; what is refused can be tried again", async () => {
  const path = `/api/v10/guilds/1/bans/${cleo.id}`;
  let isDown = true;
  const stage = await open({
    path: `/channels/1/10?member=${cleo.id}&act=ban`,
    routes: { [`PUT ${path}`]: () => ({ status: isDown ? 503 : 204 }) },
  });
  const dialog = await card("Ban cleo?");
  expect(dialog.getByLabelText("Delete their messages of")).toHaveDisplayValue("No time: all stay");
  await stage.user.selectOptions(dialog.getByLabelText("Delete their messages of"), "The last 24 hours");
  await stage.user.click(dialog.getByRole("button", { name: "Ban" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("The server could not do that just now.");
  isDown = false;
  await stage.user.click(dialog.getByRole("button", { name: "Ban" }));
  expect(await screen.findByText("cleo is banned.")).toBeInTheDocument();
  expect(stage.requests.at(-1)).toMatchObject({
    path,
    body: { delete_message_seconds: 86_400 },
    reason: null,
  });
});

test("mo2 whoever wrote and is no member any more can be banned, and nothing else", async () => {
  const stage = await open({ path: "/channels/1/10" });
  await openMenu(stage, "message 3");
  const acts = screen.getAllByRole("menuitem", { name: /…$/ }).map(({ textContent }) => textContent);
  expect(acts).toEqual(["Ban…"]);
  await stage.user.click(screen.getByRole("menuitem", { name: "Ban…" }));
  await card("Ban gone?");
});

const banned = (n: number) => ({ reason: n === 1 ? "too loud" : null, user: user(`banned${n}`, 100 + n) });
const bansAfter = (all: ReturnType<typeof banned>[], after: string | null) =>
  all.filter(({ user }) => after === null || BigInt(user.id) > BigInt(after)).slice(0, 100);

test("bans are listed page by page, found by name, taken back, and follow what others do", async () => {
  let all = Array.from({ length: 101 }, (_, n) => banned(n + 1));
  const { id } = banned(1).user;
  const stage = await open({
    path: "/guilds/1/bans",
    routes: {
      "GET /api/v10/guilds/1/bans": ({ query }) => ({
        status: 200,
        body: bansAfter(all, query.get("after")),
      }),
      [`DELETE /api/v10/guilds/1/bans/${id}`]: () => ({ status: 204 }),
    },
  });
  const list = within(await screen.findByRole("region", { name: "Bans" }));
  expect(list.getAllByRole("listitem")).toHaveLength(100);
  expect(list.getByText("too loud")).toBeInTheDocument();
  await stage.user.click(list.getByRole("button", { name: "Load more" }));
  await waitFor(() => expect(list.getAllByRole("listitem")).toHaveLength(101));
  expect(list.queryByRole("button", { name: "Load more" })).toBeNull();
  const find = (text: string) =>
    fireEvent.change(list.getByLabelText("Find by name"), { target: { value: text } });
  find("BANNED101");
  expect(list.getAllByRole("listitem")).toHaveLength(1);
  find("nobody");
  expect(list.getByText("Nobody here is called like that.")).toBeInTheDocument();
  find("");

  all = all.slice(1);
  list.getByRole("button", { name: "Unban banned1" }).focus();
  await stage.user.keyboard("{Enter}");
  expect(await screen.findByText("banned1 can come back now.")).toBeInTheDocument();
  await waitFor(() => expect(list.queryByText("banned1")).toBeNull());
  expect(document.activeElement).toContainElement(list.getByRole("list"));
  expect(document.body).not.toHaveFocus();
  all = [];
  await stage.dispatch("GUILD_BAN_REMOVE", { guild_id: "1", user: banned(2).user });
  expect(await screen.findByRole("heading", { name: "Nobody is banned" })).toBeInTheDocument();
});

test("bans that do not come say so, and only whoever may ban sees their page", async () => {
  let isDown = true;
  const routes: Routes = {
    "GET /api/v10/guilds/1/bans": () => (isDown ? refusal : { status: 200, body: [] }),
  };
  const stage = await open({ path: "/guilds/1/bans", routes });
  const again = await screen.findByRole("button", { name: "Try again" });
  expect(screen.getByRole("heading", { name: "The bans could not be loaded" })).toBeInTheDocument();
  isDown = false;
  await stage.user.click(again);
  expect(await screen.findByRole("heading", { name: "Nobody is banned" })).toBeInTheDocument();
  const other = await open({ may: MODERATE | KICK, path: "/guilds/1/bans", routes });
  expect(await screen.findByText("There is nothing for you to change here")).toBeInTheDocument();
  expect(other.requests.some(({ path }) => path.endsWith("/bans"))).toBe(false);
});

test("the menu of a message leads there, unless one may not, or its author is no member", async () => {
  const stage = await open({ may: MODERATE, path: "/channels/1/10" });
  for (const text of ["message 2", "message 3"]) {
    await openMenu(stage, text);
    expect(screen.queryByRole("menuitem", { name: "Time out…" })).toBeNull();
    await stage.user.keyboard("{Escape}");
  }
  await openMenu(stage, "message 1");
  await stage.user.click(screen.getByRole("menuitem", { name: "Time out…" }));
  await card("Put cleo in time-out?");
});

test("whoever is in time-out reads why they cannot write, sees it pass, and then writes", async () => {
  const stage = await open({ may: 0n, path: "/channels/1/10" });
  const composer = () => screen.queryByRole("textbox", { name: "Message #general" });
  await stage.user.type(composer() as HTMLElement, "half a thought");
  await stage.dispatch("GUILD_MEMBER_UPDATE", {
    ...timedOut(stage, member(ada, ["7"]), 10 * MINUTE_MS),
    guild_id: "1",
  });
  expect(composer()).toBeNull();
  expect(screen.getByText(/^You are in time-out: you can only read here, until /)).toBeInTheDocument();
  expect(screen.getByText("10:00 left")).toBeInTheDocument();
  await stage.pass(61_000);
  expect(screen.getByText("8:59 left")).toBeInTheDocument();
  await stage.pass(9 * MINUTE_MS);
  await waitFor(() => expect(composer()).toHaveValue("half a thought"));
});

test("whoever is put out reads which guild it was, there or wherever they are", async () => {
  const stage = await open({ path: "/channels/1/10" });
  await stage.dispatch("GUILD_DELETE", { id: "1" });
  expect(screen.getByRole("heading", { name: "You are not in Rookery any more" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Go to the start" })).toBeInTheDocument();
  await stage.dispatch("GUILD_CREATE", stage.guild);
  expect(await screen.findByRole("textbox", { name: "Message #general" })).toBeInTheDocument();
  await stage.act(() => stage.router.navigate({ to: "/friends" }));
  await stage.dispatch("GUILD_DELETE", { id: "1" });
  expect(await screen.findByText("You are not in Rookery any more.")).toBeInTheDocument();
});

test("whoever leaves by themselves is not told twice", async () => {
  const routes = { "DELETE /api/v10/users/@me/guilds/1": () => ({ status: 204 }) };
  const stage = await open({ path: "/channels/1/10", routes });
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Leave guild" }));
  const dialog = await card("Leave Rookery?");
  await stage.user.click(dialog.getByRole("button", { name: "Leave guild" }));
  expect(await screen.findByText("You have left Rookery.")).toBeInTheDocument();
  await stage.act(() => stage.router.navigate({ to: "/friends" }));
  await stage.dispatch("GUILD_DELETE", { id: "1" });
  expect(screen.queryByText("You are not in Rookery any more.")).toBeNull();
});
