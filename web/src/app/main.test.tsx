/** The main screen over a fake gateway: found and used as a person would. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, message, role, user } from "@/engine/testing/samples.ts";
import { Stage, timelineTexts } from "./testing/stage.tsx";

const composer = () => screen.getByRole("textbox", { name: "Message #general" });

test("a channel shows what was said, and what is said", async () => {
  const stage = await (await new Stage().open()).connect();
  expect(timelineTexts()).toEqual(["message 1", "message 2"]);
  await stage.says("hello there");
  expect(timelineTexts()).toEqual(["message 1", "message 2", "hello there"]);
  expect(screen.getByRole("log", { name: "Messages in #general" })).toBeInTheDocument();
  expect(screen.getByRole("heading", { name: "general" })).toBeInTheDocument();
  expect(document.title).toBe("#general · Rookery · Confab");
  expect(screen.getByText("bob: hello there")).toHaveAttribute("aria-live", "polite");
});

test("who joins is told of in a line of its own, and read out", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.dispatch("MESSAGE_CREATE", { ...message(3, { type: 7, content: "" }), x_seq: 3 });
  expect(screen.getByText("bob joined.")).toHaveAttribute("aria-live", "polite");
  expect(timelineTexts()).toEqual(["message 1", "message 2"]);
});

test("until the messages are there, and when they cannot be had, the screen says so", async () => {
  let works = false;
  const stage = new Stage({
    routes: {
      "GET /api/v10/channels/10/messages": () =>
        works ? { status: 200, body: [message(1)] } : { status: 500, body: { code: 0, message: "x" } },
    },
  });
  await stage.open();
  expect(screen.getByRole("status", { name: "Loading…" })).toBeInTheDocument();
  await stage.act(() => stage.ports.socket.hello());
  await stage.dispatch("READY", { session_id: "s", guilds: [{ id: "1" }] });
  await stage.dispatch("GUILD_CREATE", stage.guild);
  expect(screen.getByRole("status", { name: "Loading messages…" })).toBeInTheDocument();
  await stage.confirm(0);
  expect(screen.getByRole("alert")).toHaveTextContent("The messages could not be loaded");
  works = true;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(timelineTexts()).toEqual(["message 1"]));
});

test("a first connection that does not come says what is wrong, and is tried at a press and by itself", async () => {
  const stage = await new Stage().open();
  const attempts = () => stage.ports.sockets.length;
  expect(screen.getByRole("heading", { name: "Connecting…" })).toBeInTheDocument();
  await stage.act(() => stage.ports.socket.end(1006));
  await stage.pass(5_000);
  expect(screen.getByRole("alert")).toHaveTextContent("lets no WebSockets through");
  await stage.act(() => stage.ports.socket.end(1006));
  const before = attempts();
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(attempts()).toBe(before + 1));
  await stage.act(() => stage.ports.surroundings.say("offline"));
  expect(screen.getByRole("alert")).toHaveTextContent("You are offline");
  await stage.act(() => stage.ports.surroundings.say("online"));
  expect(screen.getByRole("heading", { name: "Connecting…" })).toBeInTheDocument();
  await stage.pass(5_000);
  expect(screen.getByRole("alert")).toHaveTextContent("The server does not answer");
  const hanging = attempts();
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(attempts()).toBe(hanging + 1);
  await stage.connect();
  expect(composer()).toBeInTheDocument();
});

test("an empty channel says that it begins here", async () => {
  await (await new Stage({ stored: [] }).open()).connect();
  expect(screen.getByText("This is where #general begins")).toBeInTheDocument();
});

test("enter sends, shift and enter breaks the line, and the row is there at once", async () => {
  const stage = await (await new Stage({ stored: [] }).open()).connect();
  let answer: () => void = () => undefined;
  const usual = stage.routes["POST /api/v10/channels/10/messages"];
  stage.routes["POST /api/v10/channels/10/messages"] = (request) =>
    new Promise((resolve) => {
      answer = () => resolve(usual?.(request) ?? { status: 500 });
    });
  await stage.user.type(composer(), "one{Shift>}{Enter}{/Shift}two{Enter}");
  expect(composer()).toHaveValue("");
  expect(timelineTexts()).toEqual(["onetwo"]);
  expect(screen.getByText("Sending")).toBeInTheDocument();
  await stage.act(answer);
  expect(screen.queryByText("Sending")).not.toBeInTheDocument();
  expect(timelineTexts()).toEqual(["onetwo"]);
  await stage.dispatch("MESSAGE_CREATE", {
    ...message(500, { author: ada, content: "one\ntwo", nonce: "unique-1" }),
    x_seq: 1,
  });
  expect(timelineTexts()).toEqual(["onetwo"]);
  expect(stage.requests.filter(({ path }) => path.endsWith("/typing"))).toHaveLength(1);
});

test("slow mode counts down in the row that waits, which can be taken back meanwhile", async () => {
  const slow = () => ({ status: 429, body: { code: 20016, message: "slow", retry_after: 30 } });
  const stage = new Stage({ stored: [], routes: { "POST /api/v10/channels/10/messages": slow } });
  await (await stage.open()).connect();
  await stage.user.type(composer(), "one{Enter}two{Enter}");
  expect(await screen.findByText("Sends in 30 seconds")).toBeInTheDocument();
  expect(screen.getByText("Sends after the one before")).toBeInTheDocument();
  await stage.pass(29_000);
  expect(screen.getByText("Sends in 1 second")).toBeInTheDocument();
  const [edit] = screen.getAllByRole("button", { name: "Edit" });
  await stage.user.click(edit as HTMLElement);
  expect(composer()).toHaveValue("one");
  expect(screen.getByText("Sends in 1 second")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.getByRole("textbox", { name: "Message #general" })).toHaveFocus();
  expect(timelineTexts()).toEqual([]);
});

test("what is written without a connection says that it waits for one", async () => {
  const stage = await (await new Stage({ stored: [] }).open()).connect();
  await stage.act(() => stage.ports.surroundings.say("offline"));
  await stage.act(() => stage.ports.socket.end(1006));
  await stage.user.type(composer(), "later{Enter}");
  expect(await screen.findByText("Waiting for the connection")).toBeInTheDocument();
});

test("on a touch screen Enter begins a line, and the button sends", async () => {
  const real = window.matchMedia.bind(window);
  vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    query.includes("pointer: coarse") ? real("all") : real(query),
  );
  const stage = await (await new Stage({ stored: [] }).open()).connect();
  await stage.user.type(composer(), "one{Enter}two");
  expect(timelineTexts()).toEqual([]);
  expect(composer()).toHaveValue("one\ntwo");
  await stage.user.click(screen.getByRole("button", { name: "Send" }));
  expect(timelineTexts()).toEqual(["onetwo"]);
});

test("who is mentioned by a role or with everybody sees it in the row and in the count", async () => {
  const guild = {
    members: [member(ada, ["7"]), member(bob)],
    roles: [role("1", { permissions: EVERYONE_MAY }), role("7"), role("8")],
    channels: [channel("10", { name: "general" }), channel("12", { name: "other" })],
  };
  const stored = [
    message(1, { mention_roles: ["8"] }),
    message(2, { mention_roles: ["7"] }),
    message(3, { mention_everyone: true }),
  ];
  const stage = await (await new Stage({ guild, stored }).open()).connect();
  const isPinged = (n: number) =>
    screen.getByText(`message ${n}`).closest("article")?.className.includes("shadow-[inset_3px");
  expect([isPinged(1), isPinged(2), isPinged(3)]).toEqual([false, true, true]);
  const elsewhere = { channel_id: "12", guild_id: "1" };
  await stage.dispatch("MESSAGE_CREATE", {
    ...message(20, { ...elsewhere, mention_roles: ["8"] }),
    x_seq: 1,
  });
  await stage.dispatch("MESSAGE_CREATE", {
    ...message(21, { ...elsewhere, mention_roles: ["7"] }),
    x_seq: 2,
  });
  await stage.dispatch("MESSAGE_CREATE", {
    ...message(22, { ...elsewhere, mention_everyone: true }),
    x_seq: 3,
  });
  expect(screen.getByRole("link", { name: "other , unread , 2 mentions" })).toBeInTheDocument();
});

test("a refused message offers to retry or discard it", async () => {
  const refuse = () => ({ status: 403, body: { code: 50013, message: "Missing Permissions" } });
  const stage = new Stage({ stored: [], routes: { "POST /api/v10/channels/10/messages": refuse } });
  await (await stage.open()).connect();
  await stage.user.type(composer(), "no{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("Not sent: Missing Permissions");
  await stage.user.click(screen.getByRole("button", { name: "Retry" }));
  await screen.findByRole("alert");
  expect(
    stage.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/messages")),
  ).toHaveLength(2);
  await stage.user.click(screen.getByRole("button", { name: "Discard" }));
  expect(timelineTexts()).toEqual([]);
});

test("a message may be as long as the server takes it, and no longer", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.user.click(composer());
  await stage.user.paste("x".repeat(1_900));
  expect(screen.getByText("100 left")).toBeInTheDocument();
  await stage.user.paste("x".repeat(101));
  expect(screen.getByText("1 too many")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
});

test("a draft waits in its channel", async () => {
  const channels = [channel("10", { name: "general" }), channel("12", { name: "other" })];
  const stage = await (await new Stage({ guild: { channels } }).open()).connect();
  await stage.user.type(composer(), "half a thought");
  await stage.user.click(screen.getByRole("link", { name: "other" }));
  expect(await screen.findByRole("textbox", { name: "Message #other" })).toHaveValue("");
  await stage.user.click(screen.getByRole("link", { name: "general" }));
  expect(await screen.findByRole("textbox", { name: "Message #general" })).toHaveValue("half a thought");
});

test("the bar says how the connection is, and how much was replayed", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.act(() => stage.ports.socket.end(1006));
  expect(await screen.findByText(/Connection lost/, {}, { timeout: 2_000 })).toBeInTheDocument();
  await stage.pass(600);
  await stage.act(() => stage.ports.socket.hello());
  await stage.says("missed 1");
  await stage.says("missed 2");
  await stage.dispatch("RESUMED", {});
  expect(screen.getByText("Back online. 2 missed events replayed, nothing lost.")).toBeInTheDocument();
  expect(timelineTexts()).toEqual(["message 1", "message 2", "missed 1", "missed 2"]);
  await stage.user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText(/Back online/)).not.toBeInTheDocument();
  await stage.act(() => stage.ports.surroundings.say("offline"));
  expect(screen.getByText(/You are offline/)).toBeInTheDocument();
});

test("a reset is said, and nothing missed is said too", async () => {
  const stage = await (await new Stage().open()).connect();
  const comeBack = async () => {
    await stage.act(() => stage.ports.socket.end(1006));
    await stage.pass(600);
    await stage.act(() => stage.ports.socket.hello());
  };
  await comeBack();
  await stage.dispatch("RESUMED", {});
  expect(screen.getByText("Back online, nothing missed.")).toBeInTheDocument();
  await comeBack();
  await stage.act(() => stage.ports.socket.receive({ op: 9, d: false }));
  await stage.dispatch("READY", { session_id: "s2", guilds: [{ id: "1" }] });
  await stage.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 900, replayed: 0, reset: true });
  expect(screen.getByText(/Too much was missed to replay/)).toBeInTheDocument();
});

test("members stand by role and presence", async () => {
  const cleo = { ...user("cleo", 3), bot: true };
  const roles = [
    role("1", { permissions: EVERYONE_MAY }),
    role("7", { name: "Keepers", hoist: true, color: 0xff8800 }),
  ];
  const guild = { roles, members: [member(ada, ["7"]), member(bob), member(cleo)], member_count: 3 };
  const stage = await (await new Stage({ guild }).open()).connect();
  const names = (section: string) =>
    within(screen.getByRole("region", { name: section }))
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent);
  expect(names("Keepers")).toEqual(["ADadayou, Online"]);
  expect(names("Offline")).toEqual(["BObob, Offline", "CLcleobot, Offline"]);
  await stage.dispatch("X_PRESENCES", {
    guild_id: "1",
    presences: [{ user: { id: bob.id }, status: "idle" }],
  });
  expect(names("Online")).toEqual(["BObobIdle, Idle"]);
});

test("unread channels and mentions are marked, and read ones are not", async () => {
  const channels = [channel("10", { name: "general" }), channel("12", { name: "other" })];
  const stage = await (await new Stage({ guild: { channels } }).open()).connect();
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "12", last_message_id: message(9).id, mentions: 2 }],
  });
  expect(screen.getByRole("link", { name: "other , unread , 2 mentions" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Rookery, 2 mentions" })).toBeInTheDocument();
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "12", last_message_id: message(10).id, mentions: 0 }],
  });
  stage.routes["GET /api/v10/channels/12/messages"] = () => ({
    status: 200,
    body: [message(9, { channel_id: "12" })],
  });
  await stage.user.click(screen.getByRole("link", { name: /other/ }));
  await stage.confirm(0);
  await waitFor(() => expect(screen.getByRole("link", { name: "other" })).toBeInTheDocument());
  expect(screen.getByRole("link", { name: "Rookery" })).toBeInTheDocument();
});

test("who is typing is named", async () => {
  const cleo = user("cleo", 3);
  const dora = user("dora", 4);
  const stage = new Stage({
    guild: { members: [ada, bob, cleo, dora].map((one) => member(one)), member_count: 4 },
  });
  await (await stage.open()).connect();
  const typing = (of: { id: string }) => stage.dispatch("TYPING_START", { channel_id: "10", user_id: of.id });
  const line = (text: string) =>
    screen.getByText((_, element) => element?.tagName === "P" && element.textContent === text);
  await typing(bob);
  expect(line("bob is typing…")).toBeInTheDocument();
  await stage.pass(1);
  await typing(cleo);
  expect(line("bob and cleo are typing…")).toBeInTheDocument();
  await typing(dora);
  expect(line("Several people are typing…")).toBeInTheDocument();
});

test("mentions, links and hostile text are shown as what they are", async () => {
  const content = `<@${ada.id}> <@404> @everyone https://a.test/x <img src=x onerror=alert(1)>`;
  await (
    await new Stage({
      stored: [message(1, { content, mentions: [ada], edited_timestamp: "2026-11-22T13:00:00Z" })],
    }).open()
  ).connect();
  expect(timelineTexts()).toEqual(["@ada @unknown @everyone https://a.test/x <img src=x onerror=alert(1)>"]);
  const link = screen.getByRole("link", { name: "https://a.test/x" });
  expect(link).toHaveAttribute("rel", expect.stringContaining("noopener"));
  expect(screen.getByText("edited").parentElement).toHaveTextContent("· edited");
  expect(screen.getByRole("log").querySelector("img")).toBeNull();
});

test("without permissions there is nothing to write in, and nothing to do but leave", async () => {
  const stage = await (await new Stage({ guild: { roles: [role("1")] } }).open()).connect();
  expect(screen.getByText("You may not write in this channel.")).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Channel settings" })).not.toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  const items = await screen.findAllByRole("menuitem");
  expect(items.map(({ textContent }) => textContent)).toEqual(["Notification settings", "Leave guild"]);
});

test("an invite is made and its link offered", async () => {
  const routes = { "POST /api/v10/channels/10/invites": () => ({ status: 200, body: { code: "abc123" } }) };
  const stage = await (await new Stage({ routes }).open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Invite people" }));
  await stage.user.selectOptions(await screen.findByLabelText("Uses"), "5");
  await stage.user.click(screen.getByRole("button", { name: "Make a link" }));
  expect(await screen.findByLabelText("Invite link")).toHaveValue("http://confab.test/invite/abc123");
  expect(stage.requests.at(-1)?.body).toMatchObject({ max_age: 604_800, max_uses: 5 });
  await stage.user.click(screen.getByRole("button", { name: /Copy/ }));
  expect(await screen.findByText("Copied")).toBeInTheDocument();
});

test("a channel is made and opened, and a bad name is said beside its field", async () => {
  let attempts = 0;
  const made = channel("12", { name: "plans" });
  const refusal = {
    code: 50035,
    message: "Invalid Form Body",
    errors: { name: { _errors: [{ message: "Not this one." }] } },
  };
  const routes = {
    "POST /api/v10/guilds/1/channels": () =>
      attempts++ === 0 ? { status: 400, body: refusal } : { status: 201, body: made },
  };
  const stage = await (await new Stage({ routes }).open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Menu of Rookery" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Create channel" }));
  await stage.user.click(await screen.findByRole("button", { name: "Create channel" }));
  expect(await screen.findByText("Use 1 to 100 characters.")).toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Channel name"), "plans{Enter}");
  expect(await screen.findByText("Not this one.")).toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Channel name"), "{Enter}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/12"));
  await stage.dispatch("CHANNEL_CREATE", made);
  expect(screen.getByRole("link", { name: "plans" })).toHaveAttribute("aria-current", "page");
});

test("a further guild is made, or joined by an invite", async () => {
  const routes = {
    "POST /api/v10/guilds": () => ({
      status: 201,
      body: { id: "2", name: "Second", icon: null, owner_id: ada.id, roles: [] },
    }),
  };
  const stage = await (await new Stage({ routes }).open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Add a guild" }));
  await stage.user.type(await screen.findByLabelText("Name of your guild"), "Second{Enter}");
  await waitFor(() => expect(stage.path).toBe("/channels/2"));
  expect(screen.getByText("This guild is not here")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Add a guild" }));
  await stage.user.type(
    await screen.findByLabelText("Invite link or code"),
    "http://confab.test/invite/xyz?a=1{Enter}",
  );
  await waitFor(() => expect(stage.path).toBe("/invite/xyz"));
});

test("a menu that was opened before the channel came stays open", async () => {
  const stage = await new Stage().open();
  await stage.user.click(await screen.findByRole("button", { name: "Your menu" }));
  expect(await screen.findByRole("menu")).toBeInTheDocument();
  await stage.connect();
  const composer = await screen.findByRole("textbox", { name: "Message #general", hidden: true });
  expect(composer).not.toHaveFocus();
  expect(screen.getByRole("menu")).toBeInTheDocument();
});

test("the theme is chosen in the menu and kept, and one can log out", async () => {
  const stage = await (await new Stage().open()).connect();
  const open = () => stage.user.click(screen.getByRole("button", { name: "Your menu" }));
  await open();
  await stage.user.click(await screen.findByRole("menuitemradio", { name: "Light" }));
  expect(document.documentElement.dataset.theme).toBe("light");
  expect(localStorage.getItem("confab.appearance")).toContain('"theme":"light"');
  await open();
  await stage.user.click(await screen.findByRole("menuitemradio", { name: "As the system" }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
  await open();
  await stage.user.click(await screen.findByRole("menuitem", { name: "Log out" }));
  expect(await screen.findByRole("button", { name: "Log in" })).toBeInTheDocument();
});

test("a channel or guild that is not there is said to be gone", async () => {
  const stage = await (await new Stage({ path: "/channels/1/404" }).open()).connect();
  expect(screen.getByText("This channel is not here")).toBeInTheDocument();
  await stage.dispatch("GUILD_DELETE", { id: "1" });
  await stage.act(() => stage.router.navigate({ to: "/" }));
  expect(screen.getByText("No guild yet")).toBeInTheDocument();
});

test("members can be shown over the timeline, and hidden", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Show members" }));
  await waitFor(() => expect(stage.router.state.location.search).toEqual({ members: true }));
  await stage.user.click(screen.getAllByRole("button", { name: "Hide members" })[0] as HTMLElement);
  await waitFor(() => expect(stage.router.state.location.search).toEqual({}));
});
