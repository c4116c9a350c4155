/** Rules about words: listed, switched, written, tried and deleted, over a fake server. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, channel, EVERYONE_MAY, member, role } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const PATH = "/api/x/guilds/1/word-rules";
const coins = {
  id: "70",
  guild_id: "1",
  name: "Coins",
  enabled: true,
  words: ["coin*"],
  patterns: [],
  mentions_max: 5,
  action: "time_out",
  time_out_seconds: 90,
  message: null,
  exempt_roles: [],
  exempt_channels: [],
  creator_id: ada.id,
};
const guild = {
  owner_id: ada.id,
  roles: [role("1", { name: "@everyone", permissions: EVERYONE_MAY }), role("7", { name: "Keepers" })],
  channels: [channel("10", { name: "general" })],
  members: [member(ada)],
  member_count: 1,
};

const open = async (routes = {}) =>
  (await new Stage({ path: "/guilds/1/rules", routes, guild }).open()).connect();

const bodyOf = (stage: Stage, method: string, path: string) =>
  stage.requests.findLast((request) => request.method === method && request.path === path)?.body;

test("a rule is listed with what it is about, switched, and deleted after being asked", async () => {
  let kept = [coins];
  const stage = await open({
    [`GET ${PATH}`]: () => ({ status: 200, body: kept }),
    [`PATCH ${PATH}/70`]: ({ body }: { body: unknown }) => {
      kept = [{ ...coins, ...(body as object) }];
      return { status: 200, body: kept[0] };
    },
    [`DELETE ${PATH}/70`]: () => {
      kept = [];
      return { status: 204 };
    },
  });
  const list = within(await screen.findByRole("list", { name: "Rules" }));
  const toggle = list.getByRole("switch", { name: "Coins" });
  expect(toggle).toHaveAccessibleDescription("Time-out · 1 word · more than 5 mentions");
  await stage.user.click(toggle);
  await waitFor(() => expect(list.getByRole("switch", { name: "Coins" })).not.toBeChecked());
  expect(bodyOf(stage, "PATCH", `${PATH}/70`)).toEqual({ enabled: false });
  await stage.user.click(list.getByRole("button", { name: "Delete Coins" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete Coins?" }));
  await stage.user.click(dialog.getByRole("button", { name: "Delete" }));
  expect(await screen.findByRole("heading", { name: "Everything may be written" })).toBeInTheDocument();
});

test("a rule is written, and what the server minds about a line stands by its field", async () => {
  let attempts = 0;
  const patterns = { 1: { _errors: [{ code: "X", message: "Is no pattern: unclosed group." }] } };
  const wrong = { code: 50035, message: "Invalid Form Body", errors: { patterns } };
  const stage = await open({
    [`GET ${PATH}`]: () => ({ status: 200, body: [] }),
    [`POST ${PATH}`]: () => (attempts++ === 0 ? { status: 400, body: wrong } : { status: 201, body: coins }),
    [`POST ${PATH}/try`]: ({ body }: { body: unknown }) => ({
      status: 200,
      body: { matches: (body as { text: string }).text === "bad" },
    }),
  });
  await stage.user.click(await screen.findByRole("button", { name: "New rule" }));
  await stage.user.type(screen.getByLabelText("Name of the rule"), "Words");
  await stage.user.type(screen.getByLabelText("Words"), "bad\n\n odd ");
  await stage.user.type(screen.getByLabelText("Patterns"), "fine\n(");
  await stage.user.type(screen.getByLabelText("Mentions in a message, at most"), "4");
  await stage.user.type(screen.getByLabelText("Try a text"), "bad{Enter}");
  expect(await screen.findByText("The rule is against it.")).toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Try a text"), "ge{Enter}");
  expect(await screen.findByText("It may be written.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("radio", { name: /^Time-out/ }));
  await stage.user.selectOptions(screen.getByLabelText("For how long"), "1 hour");
  await stage.user.type(screen.getByLabelText("What the author is told"), "No.");
  await stage.user.click(screen.getByRole("checkbox", { name: "Keepers" }));
  await stage.user.click(screen.getByRole("checkbox", { name: "#general" }));
  const save = screen.getByRole("button", { name: "Save changes" });
  await stage.user.click(save);
  expect(await screen.findByText("2: Is no pattern: unclosed group.")).toBeInTheDocument();
  await stage.user.click(save);
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(bodyOf(stage, "POST", PATH)).toEqual({
    name: "Words",
    enabled: true,
    words: ["bad", "odd"],
    patterns: ["fine", "("],
    mentions_max: 4,
    action: "time_out",
    time_out_seconds: 3_600,
    message: "No.",
    exempt_roles: ["7"],
    exempt_channels: ["10"],
  });
});

test("a rule is changed as it was, and a length that nobody offers stays offered", async () => {
  const stage = await open({
    [`GET ${PATH}`]: () => ({ status: 200, body: [coins] }),
    [`PATCH ${PATH}/70`]: () => ({ status: 200, body: coins }),
  });
  await stage.user.click(await screen.findByRole("button", { name: "Edit Coins" }));
  expect(screen.getByLabelText("Words")).toHaveValue("coin*");
  expect(screen.getByLabelText("For how long")).toHaveDisplayValue("90 seconds");
  expect(screen.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await stage.user.click(screen.getByRole("radio", { name: /^Refuse/ }));
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  await screen.findByRole("list", { name: "Rules" });
  const body = bodyOf(stage, "PATCH", `${PATH}/70`);
  expect(body).toMatchObject({ action: "block" });
  expect(body).not.toHaveProperty("time_out_seconds");
});

test("rules that cannot be loaded are asked for again", async () => {
  let attempts = 0;
  const stage = await open({
    [`GET ${PATH}`]: () =>
      attempts++ === 0
        ? { status: 403, body: { code: 50013, message: "Missing Permissions" } }
        : { status: 200, body: [coins] },
  });
  expect(await screen.findByRole("heading", { name: "The rules could not be loaded" })).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("switch", { name: "Coins" })).toBeChecked();
});
