/** Groups of friends: made, seen as they change, left, and lost by whoever is taken out. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { FRIEND } from "@/engine/friends.ts";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { ada, bob, message, user } from "@/engine/testing/samples.ts";
import type { User } from "@/engine/wire.ts";
import { Stage } from "./testing/stage.tsx";

const cleo = user("cleo", 3);
const GROUP = {
  id: "30",
  type: 3,
  recipients: [bob, cleo],
  owner_id: ada.id,
  last_message_id: null,
  name: null,
};

function befriended(other: User) {
  return { id: other.id, type: FRIEND, user: other, since: "2026-11-22T12:00:00Z" };
}

async function open(
  path: string,
  more: Record<string, (request: FakeRequest) => { status: number; body?: unknown }> = {},
) {
  const sent: FakeRequest[] = [];
  const noting = (status: number, body?: unknown) => (request: FakeRequest) => {
    sent.push(request);
    return body === undefined ? { status } : { status, body };
  };
  const routes = {
    "POST /api/x/dms": noting(201, GROUP),
    "PATCH /api/v10/channels/30": noting(200, GROUP),
    "DELETE /api/v10/channels/30": noting(200, GROUP),
    [`DELETE /api/x/dms/30/recipients/${cleo.id}`]: noting(204),
    "GET /api/v10/channels/30/messages": () => ({ status: 200, body: [] }),
    ...more,
  };
  const stage = await new Stage({ path, routes }).open();
  await stage.connect();
  for (const friend of [bob, cleo]) await stage.dispatch("RELATIONSHIP_ADD", befriended(friend));
  return { stage, sent };
}

async function inGroup() {
  const opened = await open("/channels/@me/30?members=true");
  await opened.stage.dispatch("CHANNEL_CREATE", GROUP);
  await screen.findByRole("heading", { name: "bob, cleo" });
  return opened;
}

const people = () => screen.getByRole("complementary", { name: "People in the group" });

test("a group is made by a few letters and Enter", async () => {
  const { stage, sent } = await open("/friends");
  const [button] = await screen.findAllByRole("button", { name: "New group" });
  await stage.user.click(button as HTMLElement);
  const dialog = await screen.findByRole("dialog", { name: "New group" });
  expect(within(dialog).getByRole("button", { name: "Create group" })).toBeDisabled();
  await stage.user.type(within(dialog).getByLabelText("Find friends"), "cl{Enter}");
  expect(within(dialog).getByRole("button", { name: "cleo" })).toHaveAttribute("aria-pressed", "true");
  await stage.user.click(within(dialog).getByRole("button", { name: "bob" }));
  expect(within(dialog).getByRole("status")).toHaveTextContent("2 of 9 chosen");
  await stage.user.click(within(dialog).getByRole("button", { name: "Create group" }));
  await waitFor(() => expect(stage.path).toBe("/channels/@me/30"));
  expect(sent.map(({ body }) => body)).toEqual([{ recipient_ids: [cleo.id, bob.id] }]);
  expect(await screen.findByRole("textbox", { name: "Message bob, cleo" })).toBeInTheDocument();
});

test("what is refused is said in the dialog, which stays", async () => {
  const refusal = { code: 50007, message: "You cannot send messages to this user." };
  const { stage } = await open("/friends", { "POST /api/x/dms": () => ({ status: 403, body: refusal }) });
  const [button] = await screen.findAllByRole("button", { name: "New group" });
  await stage.user.click(button as HTMLElement);
  const dialog = await screen.findByRole("dialog", { name: "New group" });
  await stage.user.click(within(dialog).getByRole("button", { name: "bob" }));
  await stage.user.click(within(dialog).getByRole("button", { name: "Create group" }));
  expect(await within(dialog).findByRole("alert")).toBeInTheDocument();
});

test("it is seen as it changes: its name, its people, its owner, and what is told of them", async () => {
  const { stage } = await inGroup();
  expect(within(people()).getByRole("heading", { name: "3 people" })).toBeInTheDocument();
  expect(within(people()).getByRole("button", { name: "Remove cleo from the group" })).toBeInTheDocument();
  await stage.confirm(0);
  const { guild_id: _none, ...renamed } = message(1, {
    channel_id: "30",
    author: ada,
    content: "Trip",
    type: 4,
  });
  await stage.dispatch("MESSAGE_CREATE", { ...renamed, x_seq: 3 });
  await stage.dispatch("CHANNEL_UPDATE", { ...GROUP, name: "Trip", recipients: [bob], owner_id: bob.id });
  expect(await screen.findByRole("heading", { name: "Trip" })).toBeInTheDocument();
  expect(screen.getByRole("log")).toHaveTextContent("ada named the group Trip.");
  const [first] = within(people()).getAllByRole("listitem");
  expect(first).toHaveTextContent("bob");
  expect(first).toHaveTextContent("Owner");
  expect(within(people()).queryByRole("button", { name: /^Remove/ })).not.toBeInTheDocument();
});

test("its owner takes somebody out, and a name of spaces is none", async () => {
  const { stage, sent } = await inGroup();
  await stage.user.click(within(people()).getByRole("button", { name: "Remove cleo from the group" }));
  const asked = await screen.findByRole("dialog", { name: "Remove cleo from the group" });
  await stage.user.click(within(asked).getByRole("button", { name: "Remove" }));
  await stage.user.click(await screen.findByRole("button", { name: "Rename group" }));
  await stage.user.type(await screen.findByLabelText("Name of the group"), "  {Enter}");
  await waitFor(() => expect(sent.map(({ method }) => method)).toEqual(["DELETE", "PATCH"]));
  expect(sent[1]?.body).toEqual({ name: null });
});

test("whoever leaves is asked first and led away, and whoever is taken out is told", async () => {
  const { stage, sent } = await inGroup();
  await stage.user.click(within(people()).getByRole("button", { name: "Leave group" }));
  const asked = await screen.findByRole("dialog", { name: "Leave bob, cleo?" });
  expect(sent).toEqual([]);
  await stage.user.click(within(asked).getByRole("button", { name: "Leave group" }));
  await stage.dispatch("CHANNEL_DELETE", GROUP);
  await waitFor(() => expect(stage.path).toBe("/friends"));
  expect(screen.queryByRole("link", { name: /^bob, cleo/ })).not.toBeInTheDocument();
});

test("whoever is taken out of the group that is open sees that it is gone", async () => {
  const { stage } = await inGroup();
  await stage.dispatch("CHANNEL_DELETE", GROUP);
  expect(await screen.findByRole("heading", { name: "This channel is not here" })).toBeInTheDocument();
});
