/** Brakes: read, set and refused, over a fake server. */
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, channel, EVERYONE_MAY, member, role } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const PATH = "/api/x/guilds/1/brakes";
const off = { invites_paused: false, min_account_age_s: 0, joins_per_minute: 0 };
const guild = {
  owner_id: ada.id,
  roles: [role("1", { name: "@everyone", permissions: EVERYONE_MAY })],
  channels: [channel("10", { name: "general" })],
  members: [member(ada)],
  member_count: 1,
};

const open = async (routes = {}) =>
  (await new Stage({ path: "/guilds/1/brakes", routes, guild }).open()).connect();

/** The server keeps them, and answers with them as they are set. */
function keeping(kept: typeof off) {
  const sent: unknown[] = [];
  const state = { kept };
  const routes = {
    [`GET ${PATH}`]: () => ({ status: 200, body: state.kept }),
    [`PATCH ${PATH}`]: ({ body }: { body: unknown }) => {
      sent.push(body);
      state.kept = { ...state.kept, ...(body as object) };
      return { status: 200, body: state.kept };
    },
  };
  return { sent, routes };
}

test("invites are paused by one press, and let people in by another", async () => {
  const { sent, routes } = keeping(off);
  const stage = await open(routes);
  expect(await screen.findByText("Invites work")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Pause invites" }));
  expect(await screen.findByText("Invites are paused")).toBeInTheDocument();
  await stage.user.click(await screen.findByRole("button", { name: "Let people join again" }));
  expect(await screen.findByText("Invites work")).toBeInTheDocument();
  expect(sent).toEqual([{ invites_paused: true }, { invites_paused: false }]);
});

test("what was set elsewhere is among the choices, and each choice is sent at once", async () => {
  const { sent, routes } = keeping({ ...off, min_account_age_s: 7_200, joins_per_minute: 5 });
  const stage = await open(routes);
  const age = await screen.findByLabelText("Accounts have to be");
  expect(age).toHaveDisplayValue("2 hours old");
  expect(screen.getByLabelText("Joins within a minute")).toHaveDisplayValue("5 at most");
  await stage.user.selectOptions(age, "1 day old");
  await waitFor(() => expect(sent).toEqual([{ min_account_age_s: 86_400 }]));
  await stage.user.selectOptions(screen.getByLabelText("Joins within a minute"), "Any number");
  await waitFor(() => expect(sent.at(-1)).toEqual({ joins_per_minute: 0 }));
});

test("what is refused falls back and is said, and what cannot be loaded is asked for again", async () => {
  const denied = { status: 403, body: { code: 50013, message: "Missing Permissions" } };
  let isDown = true;
  const stage = await open({
    [`GET ${PATH}`]: () => (isDown ? denied : { status: 200, body: off }),
    [`PATCH ${PATH}`]: () => denied,
  });
  expect(await screen.findByRole("heading", { name: "The brakes could not be loaded" })).toBeInTheDocument();
  isDown = false;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await stage.user.click(await screen.findByRole("button", { name: "Pause invites" }));
  expect(await screen.findByText("Missing Permissions")).toBeInTheDocument();
  expect(screen.getByText("Invites work")).toBeInTheDocument();
});
