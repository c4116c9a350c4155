/** The pages for those who run the instance, over a fake server. */
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob } from "@/engine/testing/samples.ts";
import type { InstanceRole, InstanceSettings } from "@/engine/wire.ts";
import { type Routes, Stage } from "./testing/stage.tsx";

const settings: InstanceSettings = {
  registrations: "invite",
  read_only: false,
  slow_mode_seconds: 7,
  guild_creation: "everyone",
  upload_bytes_max: null,
};

const account = (user: object, part = {}) => ({
  user,
  instance_role: "user",
  created_at: "2026-01-02T03:04:05.000000+00:00",
  suspension: null,
  bot_owner: null,
  ...part,
});

const open = async (path: string, routes: Routes, role: InstanceRole = "owner") => {
  const me = {
    "GET /api/x/me": () => ({ status: 200, body: { user: ada, instance_role: role, settings: {} } }),
  };
  const stage = new Stage({ path: `/settings/${path}`, routes: { ...me, ...routes } });
  return (await stage.open()).connect();
};

const refused = { status: 400, body: { code: 0, message: "Not today." } };

test("settings are shown as they are, changed one by one, and what is refused is said", async () => {
  let status = 200;
  const stage = await open("server", {
    "GET /api/x/admin/settings": () => ({ status: 200, body: settings }),
    "PATCH /api/x/admin/settings": ({ body }) =>
      status === 200 ? { status, body: { ...settings, ...(body as object) } } : refused,
  });
  expect(await screen.findByRole("radio", { name: /^With an invite/ })).toBeChecked();
  expect(screen.getByLabelText("Slow mode everywhere")).toHaveDisplayValue("7 seconds");
  await stage.user.click(screen.getByRole("radio", { name: /^Nobody/ }));
  expect(await screen.findByText("Saved")).toBeInTheDocument();
  expect(screen.getByRole("radio", { name: /^Nobody/ })).toBeChecked();
  await stage.user.selectOptions(screen.getByLabelText("Slow mode everywhere"), "1 hour");
  const file = screen.getByLabelText("Largest file, in MiB");
  await stage.user.type(file, "x");
  expect(screen.getByText("Use a number above 0.")).toBeInTheDocument();
  await stage.user.clear(file);
  await stage.user.type(file, "2.5{Enter}");
  const asked = stage.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  expect(asked).toEqual([
    { registrations: "closed" },
    { slow_mode_seconds: 3_600 },
    { upload_bytes_max: 2_621_440 },
  ]);
  status = 400;
  await stage.user.click(screen.getByRole("switch", { name: "Read-only" }));
  expect(await screen.findByText("Not today.")).toBeInTheDocument();
  expect(screen.getByRole("switch", { name: "Read-only" })).not.toBeChecked();
});

test.each([
  ["server", "/api/x/admin/settings", "The settings could not be loaded"],
  ["people", "/api/x/admin/users", "The accounts could not be loaded"],
  ["serverLog", "/api/x/admin/audit-log", "The log could not be loaded"],
])("what cannot be had is asked for again: %s", async (page, path, title) => {
  const stage = await open(page, { [`GET ${path}`]: () => refused });
  expect(await screen.findByRole("heading", { name: title })).toBeInTheDocument();
  const asked = () => stage.requests.filter((request) => request.path === path).length;
  const before = asked();
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await expect.poll(asked).toBe(before + 1);
});

test("an account is suspended with a reason, and freed again", async () => {
  let suspension: object | null = null;
  const changes: unknown[] = [];
  const stage = await open("people", {
    "GET /api/x/admin/users": () => ({ status: 200, body: [account(bob, { suspension })] }),
    [`PATCH /api/x/admin/users/${bob.id}`]: ({ body }) => {
      changes.push(body);
      const { suspended, suspension_reason: reason } = body as Record<string, unknown>;
      suspension = suspended ? { since: "2026-11-22T12:00:00Z", until: null, reason, by: ada.id } : null;
      return { status: 200, body: account(bob, { suspension }) };
    },
  });
  const acts = { name: "What to do about bob" };
  await stage.user.click(await screen.findByRole("button", acts));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Suspend" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Suspend bob?" }));
  await stage.user.click(dialog.getByRole("radio", { name: "Until lifted" }));
  await stage.user.type(dialog.getByLabelText("Reason"), " spam ");
  await stage.user.click(dialog.getByRole("button", { name: "Suspend" }));
  expect(await screen.findByText("Suspended. Reason: spam")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", acts));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Lift suspension" }));
  await stage.user.click(
    within(await screen.findByRole("dialog")).getByRole("button", { name: "Lift suspension" }),
  );
  expect(await screen.findByText(/^Here since /)).toBeInTheDocument();
  expect(changes).toEqual([{ suspended: true, suspension_reason: "spam" }, { suspended: false }]);
});

test("a role is given, and an account is ended by its name", async () => {
  const asked: string[] = [];
  const routes: Routes = {
    "GET /api/x/admin/users": () => ({ status: 200, body: [account(bob)] }),
    [`PATCH /api/x/admin/users/${bob.id}`]: ({ body }) => {
      asked.push(JSON.stringify(body));
      return { status: 200, body: account(bob) };
    },
    [`DELETE /api/x/admin/users/${bob.id}`]: () => {
      asked.push("end");
      return { status: 204 };
    },
  };
  const stage = await open("people", routes);
  const acts = { name: "What to do about bob" };
  await stage.user.click(await screen.findByRole("button", acts));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Role" }));
  const roles = within(await screen.findByRole("dialog"));
  await stage.user.click(roles.getByRole("radio", { name: /^Moderator/ }));
  await stage.user.click(roles.getByRole("button", { name: "Role" }));
  expect(await screen.findByText("bob is Moderator now.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", acts));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Delete account" }));
  const ending = within(await screen.findByRole("dialog"));
  expect(ending.getByRole("button", { name: "Delete account" })).toBeDisabled();
  await stage.user.type(ending.getByRole("textbox"), "bob");
  await stage.user.click(ending.getByRole("button", { name: "Delete account" }));
  expect(await screen.findByText("The account of bob is deleted.")).toBeInTheDocument();
  expect(asked).toEqual(['{"instance_role":"moderator"}', "end"]);
});

test("moderators suspend, and neither give roles nor end accounts", async () => {
  const routes = { "GET /api/x/admin/users": () => ({ status: 200, body: [account(bob)] }) };
  const stage = await open("people", routes, "moderator");
  await stage.user.click(await screen.findByRole("button", { name: "What to do about bob" }));
  expect(await screen.findByRole("menuitem", { name: "Suspend" })).toBeInTheDocument();
  expect(screen.queryByRole("menuitem", { name: "Role" })).not.toBeInTheDocument();
  expect(screen.queryByRole("menuitem", { name: "Delete account" })).not.toBeInTheDocument();
});

test("the log tells who did what, by name, and fetches earlier acts", async () => {
  const entry = (n: number, part = {}) => ({
    id: String(9_000_000_000_000 - n),
    actor_id: ada.id,
    action: "suspend",
    target_id: bob.id,
    changes: [],
    reason: null,
    ...part,
  });
  const first = Array.from({ length: 50 }, (_, n) => entry(n));
  const changes = [{ key: "read_only", old_value: false, new_value: true }];
  const last = entry(60, { action: "settings_update", target_id: null, changes, reason: "a move" });
  const stage = await open("serverLog", {
    "GET /api/x/admin/audit-log": ({ query }) => ({
      status: 200,
      body: query.has("before") ? [last] : first,
    }),
    [`GET /api/v10/users/${ada.id}`]: () => ({ status: 200, body: ada }),
    [`GET /api/v10/users/${bob.id}`]: () => ({ status: 200, body: bob }),
  });
  expect((await screen.findAllByText(/suspended/))[0]?.closest("li")).toHaveTextContent("ada suspended bob");
  await stage.user.click(screen.getByRole("button", { name: "Earlier acts" }));
  expect(await screen.findByText("Reason: a move")).toBeInTheDocument();
  expect(screen.getByText("Read-only: no → yes")).toBeInTheDocument();
});

test("whoever is suspended reads why at the login", async () => {
  const body = { code: 900_007, message: "no", reason: "spam", until: null };
  const stage = new Stage({ routes: { "POST /api/x/auth/refresh": () => ({ status: 403, body }) } });
  await stage.open();
  expect(await screen.findByText("Your account is suspended. Reason: spam")).toBeInTheDocument();
});
