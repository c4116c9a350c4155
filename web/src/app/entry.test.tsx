/** The ways in: set-up link, login, registration, invite. */
import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { ada } from "@/engine/testing/samples.ts";
import type { Invite } from "@/engine/wire.ts";
import { Stage } from "./testing/stage.tsx";

afterEach(() => history.replaceState(null, "", "/"));

const credentials = { user: ada, access_token: "tok", expires_in: 900 };
const invite: Invite = {
  code: "abc",
  guild: { id: "1", name: "Rookery", icon: null },
  channel: { id: "10", name: "general", type: 0 },
  approximate_member_count: 2,
};

async function fillIn(stage: Stage, username: string, password: string): Promise<void> {
  await stage.user.type(await screen.findByLabelText("Username"), username);
  await stage.user.type(screen.getByLabelText("Password"), password);
}

test("the set-up link makes the owner, and its token leaves the address bar", async () => {
  history.replaceState(null, "", "/setup#token=secret");
  const unclaimed = () => ({ status: 503, body: { code: 900001, message: "unclaimed" } });
  const claimed = () => ({ status: 201, body: { ...credentials, guild: { id: "1", name: "Rookery" } } });
  const routes = { "POST /api/x/auth/refresh": unclaimed, "POST /api/x/setup": claimed };
  const stage = await new Stage({ path: "/setup", routes }).open();
  expect(location.hash).toBe("");
  await fillIn(stage, "ada", "password1");
  await stage.user.type(screen.getByLabelText("Name of your guild"), "Rookery");
  await stage.user.click(screen.getByRole("button", { name: "Create owner and guild" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1"));
  const body = { token: "secret", username: "ada", password: "password1", guild_name: "Rookery" };
  expect(stage.requests.find(({ path }) => path === "/api/x/setup")?.body).toEqual(body);
  await stage.connect();
  expect(screen.getByRole("link", { name: "general" })).toBeInTheDocument();
});

test.each([
  [403, "This set-up link is not the right one. The server printed the current one when it started."],
  [404, "This server has an owner already. Log in instead."],
  [500, "The server could not do that just now. Try again in a moment."],
])("a claim that fails with %i says why", async (status, words) => {
  history.replaceState(null, "", "/setup#token=wrong");
  const routes = { "POST /api/x/setup": () => ({ status, body: { code: 0, message: "x" } }) };
  const stage = await new Stage({ path: "/setup", signedIn: false, routes }).open();
  await fillIn(stage, "ada", "password1");
  await stage.user.type(screen.getByLabelText("Name of your guild"), "Rookery{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent(words);
});

test("a set-up link without its token is not complete", async () => {
  await new Stage({ path: "/setup", signedIn: false }).open();
  expect(screen.getByRole("alert")).toHaveTextContent("This link is not complete");
});

test("a server without an owner says what to do", async () => {
  const routes = {
    "POST /api/x/auth/refresh": () => ({ status: 503, body: { code: 900001, message: "x" } }),
  };
  await new Stage({ path: "/", routes }).open();
  expect(screen.getByText("This server has no owner yet")).toBeInTheDocument();
});

test("a server that does not answer is asked again", async () => {
  let works = false;
  const stage = new Stage({ path: "/login", signedIn: false });
  const usual = stage.ports.handler;
  stage.ports.handler = (request) => {
    if (!works) throw new TypeError("gone");
    return usual(request);
  };
  await stage.open();
  expect(screen.getByText("The server does not answer")).toBeInTheDocument();
  works = true;
  await stage.pass(5_000);
  expect(await screen.findByRole("button", { name: "Log in" })).toBeInTheDocument();
});

test("a server that takes the question and says nothing is said not to answer, and asked at a press", async () => {
  let asked = 0;
  const silent = new Promise<never>(() => undefined);
  const routes = {
    "POST /api/x/auth/refresh": () => (++asked === 1 ? { status: 502 } : silent),
  };
  const stage = await new Stage({ path: "/login", routes }).open();
  expect(screen.getByText("The server does not answer")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(asked).toBe(2);
  const hanging = await new Stage({
    path: "/login",
    routes: { "POST /api/x/auth/refresh": () => silent },
  }).open();
  expect(screen.getByText("Connecting…")).toBeInTheDocument();
  await hanging.pass(5_000);
  expect(screen.getAllByText("The server does not answer")).toHaveLength(2);
});

test("a logout without an answer logs out here, and says that the server was not told", async () => {
  const gone = () => ({ status: 502 });
  const stage = await (await new Stage({ routes: { "POST /api/x/auth/logout": gone } }).open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Your menu" }));
  await stage.user.click(await screen.findByRole("menuitem", { name: "Log out" }));
  expect(await screen.findByText(/You are logged out here. The server could not be reached/)).toBeVisible();
  expect(stage.path).toBe("/login");
});

test("whoever is logged out from elsewhere is told that the login was ended, and goes on after the next", async () => {
  const stage = await (await new Stage().open()).connect();
  stage.signedIn = false;
  await stage.act(() => stage.ports.socket.end(4004));
  expect(await screen.findByText(/^This login was ended/)).toBeVisible();
  await fillIn(stage, "ada", "password1");
  await stage.user.click(screen.getByRole("button", { name: "Log in" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("whoever is not signed in logs in, and lands where they wanted to go", async () => {
  const stage = await new Stage({ path: "/channels/1/10", signedIn: false }).open();
  await waitFor(() => expect(stage.path).toBe("/login"));
  await fillIn(stage, "ada", "password1");
  await stage.user.click(screen.getByRole("button", { name: "Log in" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("a link elsewhere is not followed after the login", async () => {
  const stage = await new Stage({ path: "/login?next=//evil.test", signedIn: true }).open();
  await waitFor(() => expect(stage.path).toBe("/"));
});

test("a wrong login is said, and empty fields are not sent", async () => {
  const routes = { "POST /api/x/auth/login": () => ({ status: 401, body: { code: 900010, message: "x" } }) };
  const stage = await new Stage({ path: "/login", signedIn: false, routes }).open();
  await stage.user.click(await screen.findByRole("button", { name: "Log in" }));
  expect(await screen.findAllByText("This is needed.")).toHaveLength(2);
  await fillIn(stage, "ada", "wrong{Enter}");
  expect(await screen.findByText("Wrong name or password.")).toBeInTheDocument();
  expect(stage.requests.filter(({ path }) => path.endsWith("/login"))).toHaveLength(1);
});

test("registration checks the rules, and shows what the server says of a field", async () => {
  const taken = {
    code: 50035,
    message: "Invalid Form Body",
    errors: { username: { _errors: [{ message: "This name is taken." }] } },
  };
  const routes = { "POST /api/x/auth/register": () => ({ status: 400, body: taken }) };
  const stage = await new Stage({ path: "/register", signedIn: false, routes }).open();
  await fillIn(stage, "a", "short{Enter}");
  expect(await screen.findByText("Use at least 8 characters.")).toBeInTheDocument();
  expect(screen.getByText("Use 2 to 32 characters: a–z, 0–9, underscore and dot.")).toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Username"), "da");
  await stage.user.type(screen.getByLabelText("Password"), "er-than-that{Enter}");
  expect(await screen.findByText("This name is taken.")).toBeInTheDocument();
});

test.each([
  [900003, 403, "This server takes new people by invite only. Open an invite link to register."],
  [900002, 403, "Registrations are closed"],
])("a refused registration (%i) says why", async (code, status, words) => {
  const routes = {
    "POST /api/x/auth/register": () => ({ status, body: { code, message: "Registrations are closed" } }),
  };
  const stage = await new Stage({ path: "/register", signedIn: false, routes }).open();
  await fillIn(stage, "ada", "password1{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent(words);
});

test("an invite shows its guild and registers whoever follows it", async () => {
  const routes = { "GET /api/v10/invites/abc": () => ({ status: 200, body: invite }) };
  const stage = await new Stage({ path: "/invite/abc", signedIn: false, routes }).open();
  expect(await screen.findByRole("heading", { name: "Rookery" })).toBeInTheDocument();
  expect(screen.getByText("2 members")).toBeInTheDocument();
  await fillIn(stage, "ada", "password1");
  await stage.user.click(screen.getByRole("button", { name: "Register and join" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
  expect(stage.requests.find(({ path }) => path.endsWith("/register"))?.body).toMatchObject({
    invite: "abc",
  });
});

test("whoever has an account comes back to the invite after the login", async () => {
  const routes = { "GET /api/v10/invites/abc": () => ({ status: 200, body: invite }) };
  const stage = await new Stage({ path: "/invite/abc", signedIn: false, routes }).open();
  await stage.user.click(await screen.findByRole("link", { name: "I have an account" }));
  await fillIn(stage, "ada", "password1{Enter}");
  await waitFor(() => expect(stage.path).toBe("/invite/abc"));
});

test("whoever is signed in joins by the invite", async () => {
  let attempts = 0;
  const routes = {
    "GET /api/v10/invites/abc": () => ({ status: 200, body: invite }),
    "POST /api/v10/invites/abc": () =>
      attempts++ === 0
        ? { status: 404, body: { code: 10006, message: "Unknown Invite" } }
        : { status: 200, body: invite },
  };
  const stage = await new Stage({ path: "/invite/abc", routes }).open();
  expect(await screen.findByText("You are signed in as ada.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Join Rookery" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("This invite has been used up");
  await stage.user.click(screen.getByRole("button", { name: "Join Rookery" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("a screen that breaks says so, with a way to the start", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const broken = { ...invite, guild: { id: "1", name: {}, icon: null } };
  const routes = { "GET /api/v10/invites/abc": () => ({ status: 200, body: broken }) };
  await new Stage({ path: "/invite/abc", signedIn: false, routes }).open();
  expect(await screen.findByRole("heading", { name: "This screen broke" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Go to the start" })).toBeInTheDocument();
});

test("an invite that does not work says so", async () => {
  const routes = {
    "GET /api/v10/invites/bad": () => ({ status: 404, body: { code: 10006, message: "Unknown Invite" } }),
  };
  await new Stage({ path: "/invite/bad", signedIn: false, routes }).open();
  expect(await screen.findByText("This invite does not work")).toBeInTheDocument();
});

/** A login that asks for a code, and takes only this one. */
const askingFor = (right: string) => ({
  "POST /api/x/auth/login": () => ({ status: 200, body: { mfa: true, ticket: "half" } }),
  "POST /api/x/auth/mfa/totp": ({ body }: FakeRequest) => {
    const { ticket, code } = body as { ticket: string; code: string };
    expect(ticket).toBe("half");
    if (code === "late") return { status: 400, body: { code: 900_025, message: "over" } };
    return code === right
      ? { status: 200, body: credentials }
      : { status: 400, body: { code: 60_008, message: "wrong" } };
  },
});

test("an account may ask for a code besides the password, and a wrong one may be given again", async () => {
  const stage = await new Stage({ path: "/login", signedIn: false, routes: askingFor("123456") }).open();
  await fillIn(stage, "ada", "password1{Enter}");
  const field = await screen.findByLabelText("Code");
  expect(field).toHaveFocus();
  expect(field).toHaveAttribute("autocomplete", "one-time-code");
  expect(field).toHaveAttribute("inputmode", "numeric");
  await stage.user.type(field, "654321{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("This code is wrong, or it was used before.");
  expect(screen.queryByLabelText("Password")).not.toBeInTheDocument();
  await stage.user.clear(field);
  await stage.user.type(field, "123456{Enter}");
  await waitFor(() => expect(stage.path).toBe("/"));
});

test("a recovery code does in place of the app's", async () => {
  const stage = await new Stage({ path: "/login", signedIn: false, routes: askingFor("aaaa-bbbb") }).open();
  await fillIn(stage, "ada", "password1{Enter}");
  await stage.user.click(await screen.findByRole("button", { name: "Use a recovery code" }));
  const field = screen.getByLabelText("Recovery code");
  expect(field).toHaveFocus();
  expect(field).toHaveAttribute("inputmode", "text");
  await stage.user.type(field, "aaaa-bbbb{Enter}");
  await waitFor(() => expect(stage.path).toBe("/"));
});

test("a step that took too long leads back to the password and says so", async () => {
  const stage = await new Stage({ path: "/login", signedIn: false, routes: askingFor("123456") }).open();
  await fillIn(stage, "ada", "password1{Enter}");
  await stage.user.type(await screen.findByLabelText("Code"), "late{Enter}");
  expect(await screen.findByLabelText("Password")).toBeInTheDocument();
  expect(screen.getByRole("alert")).toHaveTextContent("That took too long, or too many codes were tried.");
  await fillIn(stage, "ada", "password1{Enter}");
  await stage.user.click(await screen.findByRole("button", { name: "Back" }));
  expect(screen.getByLabelText("Username")).toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});
