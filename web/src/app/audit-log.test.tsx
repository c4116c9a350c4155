/** The audit log in the guild's settings, over a fake server. */
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, role } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const PATH = "GET /api/v10/guilds/1/audit-logs";
const everyone = role("1", { name: "@everyone", permissions: EVERYONE_MAY });
const keepers = role("7", { name: "Keepers", permissions: String(1n << 7n) });
const guild = {
  owner_id: ada.id,
  roles: [everyone, keepers],
  channels: [channel("10", { name: "general" })],
  members: [member(ada), member(bob, ["7"])],
  member_count: 2,
};

const entry = (id: string, part = {}) => ({ id, user_id: ada.id, target_id: "1", action_type: 1, ...part });
const log = (entries: unknown[]) => ({
  status: 200,
  body: { audit_log_entries: entries, users: [ada, bob], threads: [] },
});
const renamed = entry("4194304", {
  changes: [{ key: "name", old_value: "Nest", new_value: "Rookery" }],
  reason: "a better name",
});
const deleted = entry("4194303", {
  action_type: 72,
  target_id: bob.id,
  options: { channel_id: "10", count: "1" },
});

const open = async (routes = {}, part = {}) =>
  (await new Stage({ path: "/guilds/1/audit-log", routes, guild: { ...guild, ...part } }).open()).connect();

const lastAsked = (stage: Stage) =>
  stage.requests.findLast(({ path }) => path.endsWith("/audit-logs"))?.query;

const made = entry("4194302", { action_type: 10, target_id: "10", changes: [{ key: "type", new_value: 2 }] });
const timedOut = entry("4194301", {
  action_type: 24,
  target_id: bob.id,
  changes: [{ key: "communication_disabled_until", old_value: "2026-11-29T07:43:15.021000+00:00" }],
});

test("acts are told with what changed and why", async () => {
  await open({ [PATH]: () => log([renamed, made, timedOut, deleted]) });
  const rows = within(await screen.findByRole("list", { name: "Audit log" })).getAllByRole("listitem");
  expect(rows[0]).toHaveTextContent("ada changed the guild");
  expect(screen.getByText("Reason: a better name")).toBeInTheDocument();
  expect(screen.getByText("Name: Nest → Rookery")).toBeInTheDocument();
  expect(screen.getByText("Kind: voice")).toBeInTheDocument();
  expect(screen.getByText(/^Timed out until: no more (?!2026-)/)).toBeInTheDocument();
  expect(rows.at(-1)).toHaveTextContent("ada deleted a message of bob in general");
});

test("it is filtered by who and what, and says when nothing fits", async () => {
  const stage = await open({ [PATH]: () => log([]) });
  expect(await screen.findByRole("heading", { name: "Nothing was changed yet" })).toBeInTheDocument();
  await stage.user.selectOptions(screen.getByLabelText("Who"), "bob");
  expect(await screen.findByRole("heading", { name: "Nothing like that" })).toBeInTheDocument();
  await stage.user.selectOptions(screen.getByLabelText("What"), "Channel deleted");
  await vi.waitFor(() => expect(lastAsked(stage)?.get("action_type")).toBe("12"));
  expect(lastAsked(stage)?.get("user_id")).toBe(bob.id);
});

test("earlier ones are fetched by pages, and all of them into a file", async () => {
  const first = Array.from({ length: 100 }, (_, at) => entry(String(9_000_000 - at)));
  const routes = {
    [PATH]: ({ query }: { query: URLSearchParams }) => (query.has("before") ? log([deleted]) : log(first)),
  };
  const saved: Blob[] = [];
  vi.stubGlobal(
    "URL",
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => {},
    }),
  );
  const stage = await open(routes);
  await stage.user.click(await screen.findByRole("button", { name: "Show earlier" }));
  expect(await screen.findByText(/deleted a message of/)).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Show earlier" })).not.toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Save as a file" }));
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  expect(JSON.parse(await (saved[0] as Blob).text())).toHaveLength(101);
});

test("a failure can be tried again", async () => {
  let fails = true;
  const answer = () =>
    fails ? { status: 403, body: { code: 50013, message: "Missing Permissions" } } : log([renamed]);
  const stage = await open({ [PATH]: answer });
  expect(
    await screen.findByRole("heading", { name: "The audit log could not be loaded" }),
  ).toBeInTheDocument();
  fails = false;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Name: Nest → Rookery")).toBeInTheDocument();
});

test("whoever may not read it has no such page", async () => {
  await open({}, { owner_id: bob.id, members: [member(ada), member(bob)] });
  expect(screen.queryByRole("link", { name: "Audit log" })).not.toBeInTheDocument();
});
