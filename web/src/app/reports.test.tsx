/** Reports: a message is reported, and those who look after the guild deal with it, over a fake server. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, message, role, user } from "@/engine/testing/samples.ts";
import type { Report } from "@/engine/wire.ts";
import { Stage } from "./testing/stage.tsx";

const PATH = "/api/x/guilds/1/reports";
const cleo = user("cleo", 3);
const spam: Report = {
  id: "80",
  guild_id: "1",
  channel_id: "10",
  message_id: "2",
  author: bob,
  reporter: cleo,
  reason: "spam",
  rule: null,
  content: "buy my coins",
  files: ["coins.png"],
  status: "open",
  claimed_by: null,
  resolved_by: null,
  outcome: null,
  created_at: "2026-11-28T12:00:00.000000+00:00",
  resolved_at: null,
};
const guild = {
  owner_id: ada.id,
  roles: [role("1", { name: "@everyone", permissions: EVERYONE_MAY })],
  channels: [channel("10", { name: "general" })],
  members: [member(ada), member(bob), member(cleo)],
  member_count: 3,
};

/** The server keeps one report, and answers with it as it is changed. */
function keeping(kept: Report) {
  const state = { kept, moves: [] as object[] };
  const routes = {
    [`GET ${PATH}`]: ({ query }: { query: URLSearchParams }) => {
      const isDone = state.kept.status === "resolved";
      const fits = query.get("status") === "resolved" ? isDone : !isDone;
      return { status: 200, body: fits ? [state.kept] : [] };
    },
    [`PATCH ${PATH}/80`]: ({ body }: { body: unknown }) => {
      const move = body as Partial<Report>;
      state.moves.push(move);
      const isDone = move.status === "resolved";
      state.kept = {
        ...state.kept,
        ...move,
        claimed_by: move.status === "open" ? null : ada,
        resolved_by: isDone ? ada : null,
        resolved_at: isDone ? spam.created_at : null,
      };
      return { status: 200, body: state.kept };
    },
  };
  return { state, routes };
}

const open = async (routes = {}) =>
  (await new Stage({ path: "/guilds/1/reports", routes, guild }).open()).connect();

test("a report is taken, let go and dismissed, and stands among those that are done with", async () => {
  const { state, routes } = keeping(spam);
  const stage = await open(routes);
  const list = within(await screen.findByRole("list", { name: "Reports" }));
  expect(list.getByText("buy my coins")).toBeInTheDocument();
  expect(list.getByText("Files: coins.png")).toBeInTheDocument();
  expect(list.getByText("cleo: spam")).toBeInTheDocument();
  expect(await screen.findByText("1 waits")).toBeInTheDocument();
  await stage.user.click(list.getByRole("button", { name: "Take it" }));
  expect(await screen.findByText("You take care of it.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Let go" }));
  await stage.user.click(await screen.findByRole("button", { name: "Take it" }));
  await stage.user.click(await screen.findByRole("button", { name: "Nothing to do" }));
  expect(await screen.findByRole("heading", { name: "Nothing is reported" })).toBeInTheDocument();
  expect(state.moves).toEqual([
    { status: "claimed" },
    { status: "open" },
    { status: "claimed" },
    { status: "resolved", outcome: "nothing" },
  ]);
  await stage.user.selectOptions(screen.getByLabelText("Show"), "Done with");
  expect(await screen.findByText(/nothing had to be done\.$/)).toBeInTheDocument();
});

test("its message is deleted, also where somebody else did so, or its author put in time-out", async () => {
  const { state, routes } = keeping(spam);
  const stage = await open({
    ...routes,
    "DELETE /api/v10/channels/10/messages/2": () => ({
      status: 404,
      body: { code: 10008, message: "Unknown Message" },
    }),
    [`PATCH /api/v10/guilds/1/members/${bob.id}`]: () => ({ status: 200, body: {} }),
  });
  await stage.user.click(await screen.findByRole("button", { name: "Delete" }));
  await waitFor(() => expect(state.moves).toEqual([{ status: "resolved", outcome: "deleted" }]));
  state.kept = spam;
  await stage.dispatch("X_REPORT", { guild_id: "1", id: "80", status: "open" });
  await stage.user.click(await screen.findByRole("button", { name: "Time out…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Put bob in time-out?" }));
  await stage.user.click(dialog.getByRole("button", { name: "Put in time-out" }));
  await waitFor(() => expect(state.moves.at(-1)).toEqual({ status: "resolved", outcome: "timed_out" }));
});

test("what somebody else has taken says who, and a rule's report says which", async () => {
  const rule = { id: "70", name: "Coins" };
  const { routes } = keeping({
    ...spam,
    status: "claimed",
    claimed_by: cleo,
    reporter: null,
    reason: null,
    rule,
  });
  await open(routes);
  expect(await screen.findByText("By the rule Coins")).toBeInTheDocument();
  expect(screen.getByText("cleo takes care of it.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Take it from them" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Nothing to do" })).not.toBeInTheDocument();
});

test("reports that cannot be loaded are asked for again", async () => {
  let isDown = true;
  const down = { status: 403, body: { code: 50013, message: "Missing Permissions" } };
  const stage = await open({
    [`GET ${PATH}`]: () => (isDown ? down : { status: 200, body: [spam] }),
  });
  expect(await screen.findByRole("heading", { name: "The reports could not be loaded" })).toBeInTheDocument();
  isDown = false;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("buy my coins")).toBeInTheDocument();
});

test("a message of somebody else is reported from its menu, with a reason", async () => {
  const sent: unknown[] = [];
  const said = message(1, { author: bob, content: "buy my coins" });
  const stage = new Stage({
    guild,
    stored: [said],
    routes: {
      [`POST /api/x/channels/10/messages/${said.id}/report`]: ({ body }) => {
        sent.push(body);
        return { status: 204 };
      },
    },
  });
  await (await stage.open()).connect();
  const row = (await screen.findByText("buy my coins")).closest("article") as HTMLElement;
  await stage.act(() => row.focus());
  const more = await within(row).findByRole("button", { name: "More" });
  await stage.act(() => more.focus());
  await stage.user.keyboard("{Enter}");
  await stage.user.click(await screen.findByRole("menuitem", { name: "Report" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Report this message?" }));
  await stage.user.click(dialog.getByRole("button", { name: "Report" }));
  expect(await dialog.findByText("Say in a few words what is wrong.")).toBeInTheDocument();
  await stage.user.type(dialog.getByLabelText("What is wrong with it?"), " spam ");
  await stage.user.click(dialog.getByRole("button", { name: "Report" }));
  expect(
    await screen.findByText("Thank you. Those who look after the guild will see it."),
  ).toBeInTheDocument();
  expect(sent).toEqual([{ reason: "spam" }]);
});
