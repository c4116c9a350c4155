/** What is managed of a guild and its channels, over a fake server. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, role, user } from "@/engine/testing/samples.ts";
import type { Invite } from "@/engine/wire.ts";
import { Stage } from "./testing/stage.tsx";

const keepers = role("7", { name: "Keepers", position: 2, hoist: true, color: 0xff8800 });
const guests = role("8", { name: "Guests", position: 1 });
const everyone = role("1", { name: "@everyone", permissions: EVERYONE_MAY });
const cleo = user("cleo", 3);
/** Ada owns it. */
const own = {
  owner_id: ada.id,
  roles: [everyone, keepers, guests],
  channels: [
    channel("10", { name: "general", topic: "All of it" }),
    channel("11", { name: "Lounge", type: 2 }),
  ],
  members: [member(ada), member(bob, ["7"]), member(cleo)],
  member_count: 3,
};
const no = () => ({ status: 403, body: { code: 50013, message: "Missing Permissions" } });

const open = async (path: string, routes = {}, guild = {}) =>
  (await new Stage({ path, routes, guild: { ...own, ...guild } }).open()).connect();

const bodyOf = (stage: Stage, method: string, path: string) =>
  stage.requests.findLast((request) => request.method === method && request.path.endsWith(path))?.body;

test("the guild's menu leads to its settings, where it is renamed", async () => {
  const routes = { "PATCH /api/v10/guilds/1": () => ({ status: 200, body: {} }) };
  const stage = await open("/channels/1/10", routes);
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  expect(screen.queryByRole("menuitem", { name: "Leave guild" })).not.toBeInTheDocument();
  await stage.user.click(await screen.findByRole("menuitem", { name: "Guild settings" }));
  await waitFor(() => expect(stage.path).toBe("/guilds/1/overview"));
  const name = await screen.findByLabelText("Name of the guild");
  await stage.user.clear(name);
  await stage.user.type(name, "R{Enter}");
  expect(await screen.findByText("Use 2 to 100 characters.")).toBeInTheDocument();
  await stage.user.type(name, "avens{Enter}");
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "PATCH", "/guilds/1")).toEqual({ name: "Ravens" });
});

test("a guild is deleted by whoever types its name", async () => {
  let attempts = 0;
  const routes = { "DELETE /api/v10/guilds/1": () => (attempts++ === 0 ? no() : { status: 204 }) };
  const stage = await open("/guilds/1/overview", routes);
  await stage.user.click(screen.getByRole("button", { name: "Delete guild" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete Rookery?" }));
  const confirm = dialog.getByRole("button", { name: "Delete guild" });
  expect(confirm).toBeDisabled();
  await stage.user.type(dialog.getByLabelText("Type “Rookery” to be sure"), "rookery{Enter}");
  expect(attempts).toBe(0);
  await stage.user.clear(dialog.getByRole("textbox"));
  await stage.user.type(dialog.getByRole("textbox"), "Rookery");
  await stage.user.click(confirm);
  expect(await dialog.findByRole("alert")).toHaveTextContent("Missing Permissions");
  await stage.user.click(confirm);
  expect(await screen.findByText("Rookery is deleted.")).toBeInTheDocument();
  await waitFor(() => expect(stage.path).not.toContain("/guilds/"));
});

test("a guild of others is left, after being asked", async () => {
  const routes = { "DELETE /api/v10/users/@me/guilds/1": () => ({ status: 204 }) };
  const stage = await open("/channels/1/10", routes, { owner_id: bob.id });
  const ask = async () => {
    await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
    await stage.user.click(await screen.findByRole("menuitem", { name: "Leave guild" }));
    return within(await screen.findByRole("dialog", { name: "Leave Rookery?" }));
  };
  await stage.user.click((await ask()).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await stage.user.click((await ask()).getByRole("button", { name: "Leave guild" }));
  expect(await screen.findByText("You have left Rookery.")).toBeInTheDocument();
});

test("whoever may manage nothing is told so", async () => {
  await open("/guilds/1/overview", {}, { owner_id: bob.id });
  expect(screen.getByText("There is nothing for you to change here")).toBeInTheDocument();
});

test("only the pages that one may use are there", async () => {
  const roles = [everyone, { ...keepers, permissions: String(1n << 28n) }, guests];
  await open("/guilds/1/roles", {}, { owner_id: bob.id, roles, members: [member(ada, ["7"]), member(bob)] });
  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toContain("Roles");
  expect(screen.queryByRole("link", { name: "Overview" })).not.toBeInTheDocument();
  // Their own highest role is not theirs to change.
  expect(screen.getByRole("button", { name: /^Keepers/ })).toBeDisabled();
  expect(screen.getByRole("button", { name: /^Guests/ })).toBeEnabled();
});

const invite: Invite = {
  code: "abc",
  guild: null,
  channel: { id: "10", name: "general", type: 0 },
  inviter: bob,
  uses: 1,
  max_uses: 5,
  expires_at: null,
};

test("invites are listed, copied and revoked", async () => {
  let invites = [invite, { ...invite, code: "def", max_uses: 0, expires_at: "2026-12-01T10:00:00Z" }];
  const routes = {
    "GET /api/v10/guilds/1/invites": () => ({ status: 200, body: invites }),
    "DELETE /api/v10/invites/abc": () => {
      invites = invites.slice(1);
      return { status: 200, body: invite };
    },
  };
  const stage = await open("/guilds/1/invites", routes);
  const rows = within(await screen.findByRole("list", { name: "Invites" })).getAllByRole("listitem");
  expect(rows[0]).toHaveTextContent("to #general · by bob · used 1 of 5 times · never expires");
  expect(rows[1]).toHaveTextContent(/used once · until/);
  await stage.user.click(screen.getByRole("button", { name: "Copy the link of abc" }));
  expect(await screen.findByText("Link copied")).toBeInTheDocument();
  expect(await navigator.clipboard.readText()).toBe("http://confab.test/invite/abc");
  await stage.user.click(screen.getByRole("button", { name: "Revoke abc" }));
  expect(await screen.findByText("The invite does not work any more.")).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText("abc")).not.toBeInTheDocument());
});

test("without invites it says how to make one, and a failure can be tried again", async () => {
  let works = false;
  const routes = {
    "GET /api/v10/channels/10/invites": () => (works ? { status: 200, body: [] } : no()),
  };
  const stage = await open("/guilds/1/channels/10/invites", routes);
  expect(await screen.findByText("The invites could not be loaded")).toBeInTheDocument();
  works = true;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No invites")).toBeInTheDocument();
});

test("a role is made, named, coloured, shown apart and allowed something", async () => {
  const made = role("9", { name: "new role", position: 1 });
  const routes = {
    "POST /api/v10/guilds/1/roles": () => ({ status: 200, body: made }),
    "PATCH /api/v10/guilds/1/roles/9": () => ({ status: 200, body: made }),
  };
  const stage = await open("/guilds/1/roles", routes);
  await stage.user.click(screen.getByRole("button", { name: "Create role" }));
  await stage.dispatch("GUILD_ROLE_CREATE", { guild_id: "1", role: made });
  const name = await screen.findByLabelText("Role name");
  await stage.user.clear(name);
  expect(screen.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await stage.user.type(name, "Scouts");
  await stage.user.click(screen.getByRole("button", { name: "Teal" }));
  await stage.user.click(screen.getByRole("switch", { name: "Show its members apart" }));
  await stage.user.click(screen.getByRole("switch", { name: "Kick members" }));
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "PATCH", "/roles/9")).toEqual({
    name: "Scouts",
    color: 0x3fb0a6,
    hoist: true,
    permissions: "2",
  });
});

test("of the role that everybody has only the permissions change", async () => {
  const routes = { "PATCH /api/v10/guilds/1/roles/1": no };
  const stage = await open("/guilds/1/roles", routes);
  await stage.user.click(screen.getByRole("button", { name: /^Everyone/ }));
  await stage.user.click(await screen.findByRole("switch", { name: "Invite people" }));
  expect(screen.queryByLabelText("Role name")).not.toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Missing Permissions");
  const permissions = String(BigInt(EVERYONE_MAY) & ~1n);
  expect(bodyOf(stage, "PATCH", "/roles/1")).toEqual({ permissions });
});

test("a role is given, taken, moved and deleted", async () => {
  const routes = {
    [`PUT /api/v10/guilds/1/members/${cleo.id}/roles/7`]: () => ({ status: 204 }),
    "PATCH /api/v10/guilds/1/roles": () => ({ status: 200, body: [] }),
    "DELETE /api/v10/guilds/1/roles/7": () => ({ status: 204 }),
  };
  const stage = await open("/guilds/1/roles", routes);
  await stage.user.click(screen.getByRole("button", { name: "Move Guests up" }));
  const order = [
    { id: "8", position: 2 },
    { id: "7", position: 1 },
  ];
  await waitFor(() => expect(bodyOf(stage, "PATCH", "/roles")).toEqual(order));
  await stage.user.click(screen.getByRole("button", { name: /^Keepers/ }));
  const members = within(await screen.findByRole("region", { name: "Members with this role" }));
  expect(members.getByRole("switch", { name: "bob" })).toBeChecked();
  await stage.user.type(members.getByLabelText("Find a member"), "cle");
  expect(members.queryByRole("switch", { name: "bob" })).not.toBeInTheDocument();
  await stage.user.click(members.getByRole("switch", { name: "cleo" }));
  expect(await screen.findByText("Roles changed.")).toBeInTheDocument();
  await stage.dispatch("GUILD_MEMBER_UPDATE", { ...member(cleo, ["7"]), guild_id: "1" });
  expect(members.getByRole("switch", { name: "cleo" })).toBeChecked();
  await stage.user.clear(members.getByLabelText("Find a member"));
  await stage.user.type(members.getByLabelText("Find a member"), "nobody");
  expect(members.getByText("Nobody is called like that.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Delete role" }));
  const dialog = within(await screen.findByRole("dialog"));
  await stage.user.click(dialog.getByRole("button", { name: "Delete role" }));
  expect(await screen.findByText("The role Keepers is deleted.")).toBeInTheDocument();
  await waitFor(() => expect(stage.router.state.location.search).toEqual({}));
});

test("in a large guild a member is found for a role by name, and silence is said", async () => {
  const stage = await open("/guilds/1/roles?role=7", {}, { member_count: 5_000 });
  const members = within(await screen.findByRole("region", { name: "Members with this role" }));
  const asked = () => stage.ports.socket.of(8) as { nonce: string; query: string }[];
  expect(asked()).toMatchObject([{ query: "" }]);
  await stage.user.type(members.getByLabelText("Find a member"), "zo");
  await waitFor(() => expect(asked().at(-1)?.query).toBe("zo"));
  const chunk = { guild_id: "1", members: [member(user("zoe", 9))], chunk_index: 0, chunk_count: 1 };
  await stage.dispatch("GUILD_MEMBERS_CHUNK", { ...chunk, nonce: asked().at(-1)?.nonce });
  expect(await members.findByRole("switch", { name: "zoe" })).not.toBeChecked();
});

test("a member's card gives and takes roles, where one may", async () => {
  const path = `/channels/1/10?member=${bob.id}`;
  const routes = { [`DELETE /api/v10/guilds/1/members/${bob.id}/roles/7`]: () => ({ status: 503 }) };
  const stage = await open(path, routes);
  const card = within(await screen.findByRole("dialog", { name: "bob" }));
  await stage.user.click(await card.findByRole("switch", { name: "Keepers" }));
  expect(await screen.findByText(/could not do that just now/)).toBeInTheDocument();
  stage.routes[`DELETE /api/v10/guilds/1/members/${bob.id}/roles/7`] = () => ({ status: 204 });
  await stage.user.click(screen.getByRole("button", { name: "Try again", hidden: true }));
  expect(await screen.findByText("Roles changed.")).toBeInTheDocument();
});

test("a channel's name, topic and slow mode change", async () => {
  const routes = { "PATCH /api/v10/channels/10": () => ({ status: 200, body: {} }) };
  const stage = await open("/channels/1/10", routes);
  await stage.user.click(screen.getByRole("link", { name: "Channel settings" }));
  await waitFor(() => expect(stage.path).toBe("/guilds/1/channels/10/overview"));
  const topic = await screen.findByLabelText("Topic");
  await stage.user.clear(topic);
  await stage.user.selectOptions(screen.getByLabelText(/^Slow mode/), "2 minutes");
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "PATCH", "/channels/10")).toEqual({
    topic: null,
    rate_limit_per_user: 120,
  });
  await stage.user.clear(screen.getByLabelText("Channel name"));
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Use 1 to 100 characters.")).toBeInTheDocument();
});

test("of a voice channel the quality and the number of people change", async () => {
  const routes = { "PATCH /api/v10/channels/11": () => ({ status: 200, body: {} }) };
  const stage = await open("/guilds/1/channels/11/overview", routes);
  await stage.user.selectOptions(screen.getByLabelText(/^Quality of sound/), "128 kbit/s");
  const limit = screen.getByLabelText(/^People at most/);
  await stage.user.clear(limit);
  await stage.user.type(limit, "many{Enter}");
  expect(await screen.findByText("Use a number from 0 to 99.")).toBeInTheDocument();
  await stage.user.clear(limit);
  await stage.user.type(limit, "25{Enter}");
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "PATCH", "/channels/11")).toEqual({ bitrate: 128_000, user_limit: 25 });
});

test("a voice channel has no topic, and goes when its name is typed", async () => {
  const routes = {
    "DELETE /api/v10/channels/11": () => ({ status: 200, body: {} }),
    "PATCH /api/v10/channels/11": () => ({ status: 200, body: {} }),
  };
  const stage = await open("/guilds/1/channels/11/overview", routes);
  expect(screen.queryByLabelText("Topic")).not.toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Channel name"), " 2{Enter}");
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "PATCH", "/channels/11")).toEqual({ name: "Lounge 2" });
  await stage.user.click(screen.getByRole("button", { name: "Delete channel" }));
  const dialog = within(await screen.findByRole("dialog"));
  await stage.user.type(dialog.getByLabelText("Type “Lounge” to be sure"), "Lounge{Enter}");
  expect(await screen.findByText("#Lounge is deleted.")).toBeInTheDocument();
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("without the permission a channel has no settings", async () => {
  await open("/guilds/1/channels/10/overview", {}, { owner_id: bob.id, roles: [role("1")] });
  expect(screen.getByText("There is nothing for you to change here")).toBeInTheDocument();
});

test("a channel allows or denies a role what the guild does not", async () => {
  const path = "/api/v10/channels/10/permissions/7";
  const routes = { [`PUT ${path}`]: () => ({ status: 204 }), [`DELETE ${path}`]: () => ({ status: 204 }) };
  const stage = await open("/guilds/1/channels/10/permissions", routes);
  await stage.user.selectOptions(screen.getByLabelText("For"), "Keepers");
  const choose = async (permission: string, stance: string) => {
    const row = within(screen.getByRole("group", { name: permission }));
    await stage.user.click(row.getByRole("radio", { name: stance }));
  };
  await choose("Send messages", "Deny");
  await choose("See channels", "Allow");
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() =>
    expect(bodyOf(stage, "PUT", "/permissions/7")).toEqual({ type: 0, allow: "1024", deny: "2048" }),
  );
  await choose("Send messages", "As the role");
  await choose("See channels", "As the role");
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(stage.requests.at(-1)).toMatchObject({ method: "DELETE", path }));
});

test("what was changed for one role and not saved outlasts a look at another", async () => {
  const stage = await open("/guilds/1/channels/10/permissions");
  const stance = (name: string) =>
    within(screen.getByRole("group", { name: "Send messages" })).getByRole("radio", { name });
  await stage.user.click(stance("Deny"));
  await stage.user.selectOptions(screen.getByLabelText("For"), "Keepers");
  expect(stance("As the role")).toBeChecked();
  await stage.user.selectOptions(screen.getByLabelText("For"), "Everyone");
  expect(stance("Deny")).toBeChecked();
});

test("a channel moves up and down in its section, and into a category", async () => {
  const routes = { "PATCH /api/v10/guilds/1/channels": () => ({ status: 204 }) };
  const channels = [
    channel("5", { name: "Lobby", type: 4 }),
    channel("10", { name: "general", position: 0 }),
    channel("11", { name: "Lounge", type: 2, position: 0 }),
    channel("12", { name: "plans", position: 1 }),
  ];
  const stage = await open("/guilds/1/channels/12/overview", routes, { channels });
  expect(screen.getByRole("button", { name: "Move down" })).toBeDisabled();
  await stage.user.click(screen.getByRole("button", { name: "Move up" }));
  const order = [
    { id: "12", position: 0 },
    { id: "10", position: 1 },
  ];
  await waitFor(() => expect(bodyOf(stage, "PATCH", "/guilds/1/channels")).toEqual(order));
  await stage.user.selectOptions(screen.getByLabelText("In the category"), "Lobby");
  await waitFor(() =>
    expect(bodyOf(stage, "PATCH", "/guilds/1/channels")).toEqual([{ id: "12", parent_id: "5" }]),
  );
});

test("Escape and links ask before they drop what was changed in a form", async () => {
  const stage = await open("/guilds/1/channels/10/overview");
  await stage.user.type(screen.getByLabelText("Topic"), " and more");
  await stage.user.keyboard("{Escape}");
  const asked = () => screen.findByRole("dialog", { name: "Your changes are not saved" });
  await stage.user.click(within(await asked()).getByRole("button", { name: "Keep editing" }));
  expect(screen.getByLabelText("Topic")).toHaveValue("All of it and more");
  await stage.user.click(screen.getByRole("link", { name: "Permissions" }));
  await stage.user.click(within(await asked()).getByRole("button", { name: "Drop them" }));
  await waitFor(() => expect(stage.path).toBe("/guilds/1/channels/10/permissions"));
});

test("a form sends only what was changed in it", async () => {
  const routes = { "PATCH /api/v10/channels/10": () => ({ status: 200, body: {} }) };
  const stage = await open("/guilds/1/channels/10/overview", routes);
  await stage.dispatch("CHANNEL_UPDATE", channel("10", { name: "renamed", topic: "All of it" }));
  await stage.user.type(screen.getByLabelText("Topic"), "!");
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "PATCH", "/channels/10")).toEqual({ topic: "All of it!" });
});

test("a guild is seen as somebody with a role sees it, until one stops", async () => {
  const view = String(1n << 10n);
  const hidden = channel("12", {
    name: "bridge",
    permission_overwrites: [{ id: "1", type: 0, allow: "0", deny: view }],
  });
  const stage = await open("/guilds/1/roles?role=8", {}, { channels: [...own.channels, hidden] });
  await stage.user.click(await screen.findByRole("button", { name: "See the guild like this" }));
  const bar = await screen.findByText(/^You see what somebody with the role Guests sees\./);
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
  expect(screen.queryByRole("link", { name: /bridge/ })).toBeNull();
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  expect(screen.queryByRole("menuitem", { name: "Guild settings" })).toBeNull();
  await stage.user.keyboard("{Escape}");
  await stage.user.click(screen.getByRole("button", { name: "See it as yourself" }));
  expect(bar).not.toBeInTheDocument();
  expect(await screen.findByRole("link", { name: /bridge/ })).toBeInTheDocument();
});

test("a channel is dragged behind another one, and a drop without a drag asks nothing", async () => {
  const second = channel("12", { name: "second", position: 5 });
  const routes = { "PATCH /api/v10/guilds/1/channels": () => ({ status: 204 }) };
  const stage = await open("/channels/1/10", routes, { channels: [...own.channels, second] });
  const row = (name: RegExp) => screen.getByRole("link", { name }).closest("li") as HTMLElement;
  const dataTransfer = { clearData() {}, setData() {}, effectAllowed: "", dropEffect: "" };
  fireEvent.dragStart(row(/^general/), { dataTransfer });
  fireEvent.dragOver(row(/^second/), { dataTransfer });
  fireEvent.drop(row(/^second/), { dataTransfer });
  await waitFor(() =>
    expect(bodyOf(stage, "PATCH", "/channels")).toEqual([
      { id: "12", position: 0 },
      { id: "10", position: 1 },
    ]),
  );
  const asked = stage.requests.length;
  fireEvent.dragOver(row(/^general/), { dataTransfer });
  fireEvent.drop(row(/^general/), { dataTransfer });
  expect(stage.requests).toHaveLength(asked);
});
