/** Friends: the lists, asking by name, answering, and what is asked about before it is done. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { BLOCKED, FRIEND, INCOMING, OUTGOING, type Relationship } from "@/engine/friends.ts";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { bob, guildCreate, member, user } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const [cleo, dora, emil] = [user("cleo", 3), user("dora", 4), user("emil", 5)];
const beep = { ...user("beep", 7), bot: true };

function relationship(other: typeof cleo, type: number): Relationship {
  return { id: other.id, type, user: other, since: "2026-11-22T12:00:00Z" };
}

const ALL = [
  relationship(bob, FRIEND),
  relationship(cleo, INCOMING),
  relationship(dora, OUTGOING),
  relationship(emil, BLOCKED),
];

async function open(path = "/friends", known = ALL) {
  const asked: FakeRequest[] = [];
  const take = (request: FakeRequest) => {
    asked.push(request);
    return { status: 204 };
  };
  const routes = Object.fromEntries(
    [bob, cleo, dora, emil, beep].flatMap(({ id }) =>
      ["PUT", "DELETE"].map((method) => [`${method} /api/x/relationships/${id}`, take]),
    ),
  );
  const stage = await new Stage({ path, routes: { ...routes, "POST /api/x/relationships": take } }).open();
  await stage.connect();
  for (const one of known) await stage.dispatch("RELATIONSHIP_ADD", one);
  return { stage, asked };
}

const rows = () => within(screen.getByRole("main")).getAllByRole("listitem");

test("friends are listed, requests are counted, and each list has its address", async () => {
  const { stage } = await open();
  expect(rows().map(({ textContent }) => textContent)).toEqual([expect.stringContaining("bob")]);
  const rail = screen.getByRole("navigation", { name: "Guilds" });
  expect(within(rail).getByRole("link", { name: "Friends and messages, 1 waits" })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await stage.user.click(screen.getByRole("link", { name: /^Pending/ }));
  expect(stage.router.state.location.search).toEqual({ show: "pending" });
  expect(rows()).toHaveLength(2);
  await stage.user.click(screen.getByRole("link", { name: "Blocked" }));
  expect(rows()[0]).toHaveTextContent("emil");
});

test("a request is accepted by a press, and what the gateway tells moves it", async () => {
  const { stage, asked } = await open("/friends?show=pending");
  await stage.user.click(screen.getByRole("button", { name: "Accept the request of cleo" }));
  expect(asked.map(({ method, body }) => [method, body])).toEqual([["PUT", {}]]);
  await stage.dispatch("RELATIONSHIP_ADD", relationship(cleo, FRIEND));
  expect(rows()).toHaveLength(1);
  // The row went with the focus in it.
  expect(screen.getByRole("region", { name: "Pending" })).toHaveFocus();
  await stage.dispatch("RELATIONSHIP_REMOVE", { id: dora.id, type: OUTGOING });
  expect(screen.getByRole("heading", { name: "No requests wait" })).toBeInTheDocument();
});

test("what ends a friendship is asked about first", async () => {
  const { stage, asked } = await open();
  await stage.user.click(screen.getByRole("button", { name: "Block bob" }));
  const dialog = await screen.findByRole("dialog", { name: "Block bob" });
  expect(asked).toEqual([]);
  await stage.user.click(within(dialog).getByRole("button", { name: "Block" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(asked.map(({ method, body }) => [method, body])).toEqual([["PUT", { type: BLOCKED }]]);
});

test("somebody is asked by name, and a name that nobody has is said at the field", async () => {
  const { stage, asked } = await open("/friends", []);
  expect(screen.getByRole("heading", { name: "No friends yet" })).toBeInTheDocument();
  const field = screen.getByLabelText("Their username");
  await stage.user.type(field, "cleo{Enter}");
  expect(await screen.findByText("You asked cleo.")).toBeInTheDocument();
  expect(asked[0]?.body).toEqual({ username: "cleo" });
  expect(field).toHaveValue("");
  stage.routes["POST /api/x/relationships"] = () => ({
    status: 404,
    body: { code: 10_013, message: "There is no such user." },
  });
  await stage.user.type(field, "nobody{Enter}");
  expect(await screen.findByText("There is no such user.")).toBeInTheDocument();
  expect(field).toHaveAccessibleDescription("There is no such user.");
});

test("whoever is asked while they ask is a friend at once, and the notice says so", async () => {
  const { stage, asked } = await open();
  await stage.user.type(screen.getByLabelText("Their username"), "Cleo{Enter}");
  expect(await screen.findByText("You and Cleo are friends now.")).toBeInTheDocument();
  expect(asked[0]?.body).toEqual({ username: "Cleo" });
});

test("the card of a bot leads to its messages, and blocks it", async () => {
  const { stage, asked } = await open(`/channels/1/10?member=${beep.id}`, []);
  await stage.dispatch("GUILD_MEMBER_ADD", { guild_id: "1", ...member(beep) });
  const card = within(await screen.findByRole("dialog", { name: "beep" }));
  expect(await card.findByRole("button", { name: "Write to beep" })).toBeInTheDocument();
  expect(card.queryByRole("button", { name: /friend/ })).not.toBeInTheDocument();
  await stage.user.click(card.getByRole("button", { name: "Block beep" }));
  const sure = within(await screen.findByRole("dialog", { name: "Block beep" }));
  expect(sure.getByText(/beep can neither write to you nor call you/)).toBeInTheDocument();
  await stage.user.click(sure.getByRole("button", { name: "Block" }));
  expect(asked.map(({ method, body }) => [method, body])).toEqual([["PUT", { type: 2 }]]);
  await stage.dispatch("RELATIONSHIP_ADD", relationship(beep, BLOCKED));
  expect(await card.findByRole("button", { name: "Unblock beep" })).toBeInTheDocument();
  expect(card.queryByRole("button", { name: "Write to beep" })).not.toBeInTheDocument();
});

test("a card says what somebody says of themselves as messages say it, and which guilds are shared", async () => {
  const { stage } = await open("/channels/1/10", []);
  let attempts = 0;
  stage.routes[`GET /api/x/users/${bob.id}/profile`] = () =>
    attempts++ === 0
      ? { status: 404, body: { code: 10_013, message: "There is no such user." } }
      : {
          status: 200,
          body: { user: bob, bio: "I *paint*.\nhttps://example.org/bob", mutual_guilds: ["1", "2"] },
        };
  await stage.dispatch("GUILD_CREATE", guildCreate({ id: "2", name: "Harbour" }));
  await stage.dispatch("GUILD_MEMBER_ADD", { guild_id: "1", ...member(bob) });
  await stage.act(() => stage.router.history.push(`/channels/1/10?member=${bob.id}`));
  const card = within(await screen.findByRole("dialog", { name: "bob" }));
  expect(await card.findByText("There is no such user.")).toBeInTheDocument();
  await stage.user.click(card.getByRole("button", { name: "Try again" }));
  const about = within(await card.findByRole("region", { name: "About" }));
  expect(about.getByText("paint").tagName).toBe("EM");
  expect(about.getByRole("link")).toHaveAttribute("href", "https://example.org/bob");
  expect(card.getByText("Also in Harbour")).toBeInTheDocument();
});

test("the card of a member offers the same", async () => {
  const { stage, asked } = await open(`/channels/1/10?member=${bob.id}`, []);
  await stage.dispatch("GUILD_MEMBER_ADD", { guild_id: "1", ...member(bob) });
  const card = await screen.findByRole("dialog", { name: "bob" });
  await stage.user.click(await within(card).findByRole("button", { name: "Ask bob to be your friend" }));
  expect(asked.map(({ method, body }) => [method, body])).toEqual([["PUT", {}]]);
  await stage.dispatch("RELATIONSHIP_ADD", relationship(bob, OUTGOING));
  expect(within(card).getByRole("button", { name: "Withdraw the request to bob" })).toBeInTheDocument();
});
