import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeBrowser } from "../testing/fake-browser.ts";
import { type FakeAnswer, FakePorts, settle } from "../testing/fake-ports.ts";
import { ada } from "../testing/samples.ts";
import { createRestClient } from "./client.ts";
import { ApiError, isTransient, NetworkError, readApiError } from "./error.ts";
import { createLogin, type Login } from "./login.ts";

let ports: FakePorts;
let login: Login;

beforeEach(() => {
  ports = new FakePorts();
  login = createLogin(ports);
});

afterEach(() => vi.restoreAllMocks());

/** The time limits set from here on, to be ended by hand. */
function timeLimits(): AbortController[] {
  const limits: AbortController[] = [];
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => {
    limits.push(new AbortController());
    return limits.at(-1)?.signal as AbortSignal;
  });
  return limits;
}

const credentials = (token: string) => ({ user: ada, access_token: token, expires_in: 900 });
const paths = () => ports.requests.map(({ path }) => path);

test("an error answer tells code, fields and when to come back", async () => {
  const body = {
    code: 50035,
    message: "Invalid Form Body",
    errors: {
      username: { _errors: [{ code: "X", message: "taken" }] },
      a: { b: { _errors: [{ message: "deep" }, 1] } },
    },
  };
  const error = await readApiError(new Response(JSON.stringify(body), { status: 400 }));
  expect(error).toMatchObject({
    status: 400,
    code: 50035,
    fields: { username: "taken", "a.b": "deep" },
    retryAfterMs: null,
  });
  const busy = await readApiError(new Response("not json", { status: 503, headers: { "retry-after": "2" } }));
  expect(busy).toMatchObject({ code: 0, message: "HTTP 503", retryAfterMs: 2000 });
});

test("only silence, trouble and haste are worth another try", () => {
  const api = (status: number) => new ApiError(status, 0, "", {}, null);
  expect([500, 503, 429, 408].map((status) => isTransient(api(status)))).toEqual([true, true, true, true]);
  expect([400, 401, 403, 404].map((status) => isTransient(api(status)))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([isTransient(new NetworkError()), isTransient(new Error())]).toEqual([true, false]);
});

test("a 401 renews the token once and asks again", async () => {
  login.accept(credentials("old"), ada);
  ports.handler = ({ path, token }) => {
    if (path === "/api/x/auth/refresh") return { status: 200, body: credentials("new") };
    return token === "Bearer new" ? { status: 200, body: { ok: true } } : { status: 401, body: {} };
  };
  const rest = createRestClient(ports.fetch, login);
  const both = await Promise.all([
    rest.request("GET", "/a"),
    rest.request("POST", "/b", { body: { x: 1 }, query: { q: "1", none: undefined } }),
  ]);
  expect(both).toEqual([{ ok: true }, { ok: true }]);
  expect(paths().filter((path) => path.endsWith("refresh"))).toHaveLength(1);
  expect(ports.requests.find(({ path }) => path === "/b")?.query.toString()).toBe("q=1");
});

test("a second 401 is the answer", async () => {
  login.accept(credentials("old"), ada);
  ports.handler = ({ path }) =>
    path.endsWith("refresh")
      ? { status: 200, body: credentials("new") }
      : { status: 401, body: { message: "no" } };
  await expect(createRestClient(ports.fetch, login).request("GET", "/a")).rejects.toMatchObject({
    status: 401,
  });
  expect(paths()).toEqual(["/a", "/api/x/auth/refresh", "/a"]);
});

test("a refused refresh signs out", async () => {
  login.accept(credentials("old"), ada);
  ports.handler = () => ({ status: 401, body: { message: "no" } });
  await expect(createRestClient(ports.fetch, login).request("GET", "/a")).rejects.toBeInstanceOf(ApiError);
  expect([login.store.getState(), login.token()]).toEqual([{ phase: "signed-out", isEnded: true }, null]);
});

test("empty and broken answers, silence, and requests called off", async () => {
  const rest = createRestClient(ports.fetch, login);
  ports.handler = () => ({ status: 204 });
  expect(await rest.request("DELETE", "/a")).toBeUndefined();
  ports.handler = () => ({ status: 200 });
  await expect(rest.request("GET", "/a")).rejects.toBeInstanceOf(NetworkError);
  ports.handler = () => {
    throw new TypeError("gone");
  };
  await expect(rest.request("GET", "/a")).rejects.toBeInstanceOf(NetworkError);
  const aborted = AbortSignal.abort();
  await expect(rest.request("GET", "/a", { signal: aborted })).rejects.not.toBeInstanceOf(NetworkError);
});

test("a reason goes in a header that holds it, whatever was typed, and an empty one does not", async () => {
  ports.handler = () => ({ status: 204 });
  const rest = createRestClient(ports.fetch, login);
  for (const reason of ["too loud – ü\n", "cut off \u{1f600}\ud83d", ""])
    await rest.request("DELETE", "/one", { reason });
  const encoded = ["too%20loud%20%E2%80%93%20%C3%BC%0A", "cut%20off%20%F0%9F%98%80%EF%BF%BD", null];
  expect(ports.requests.map(({ reason }) => reason)).toEqual(encoded);
});

test("a request without an answer counts as unanswered after a while", async () => {
  const limits = timeLimits();
  const forever: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
  const rest = createRestClient(forever, login);
  const alone = rest.request("GET", "/a");
  const beside = rest.request("GET", "/b", { signal: new AbortController().signal });
  for (const limit of limits) limit.abort();
  await expect(alone).rejects.toBeInstanceOf(NetworkError);
  await expect(beside).rejects.toBeInstanceOf(NetworkError);
});

test("l2 a tab that never lets go of the refresh does not keep the others from it", async () => {
  const browser = new FakeBrowser();
  const [stuck, waiting] = [browser.open(), browser.open()];
  let answer: (answer: FakeAnswer) => void = () => undefined;
  stuck.handler = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  waiting.handler = () => ({ status: 200, body: credentials("new") });
  const limits = timeLimits();
  const hung = createLogin(stuck);
  const late = hung.restore();
  await settle();
  const before = limits.length;
  const other = createLogin(waiting);
  const restored = other.restore();
  limits[before]?.abort();
  await restored;
  expect([other.store.getState().phase, other.token()]).toEqual(["signed-in", "new"]);
  // The tab that hung comes to itself, and what it had begun ends.
  answer({ status: 200, body: credentials("late") });
  await late;
  expect(hung.token()).toBe("late");
  const token = hung.renew("late");
  await settle();
  answer({ status: 200, body: credentials("next") });
  expect(await token).toBe("next");
});

test("who is asked anew is not answered by the question before, whatever becomes of it", async () => {
  const answers: ((answer: FakeAnswer) => void)[] = [];
  ports.handler = () => new Promise((resolve) => answers.push(resolve));
  const first = login.restore();
  await settle();
  const second = login.restore();
  answers[0]?.({ status: 401, body: {} });
  await first;
  expect(login.store.getState()).toEqual({ phase: "unknown", unreachable: false });
  await settle();
  answers[1]?.({ status: 200, body: credentials("t") });
  await second;
  expect(login.store.getState()).toEqual({ phase: "signed-in", user: ada });
});

test("l3 only the server's no ends a login", async () => {
  login.accept(credentials("old"), ada);
  ports.handler = () => {
    throw new TypeError("gone");
  };
  await expect(login.renew("old")).rejects.toBeInstanceOf(NetworkError);
  expect(login.store.getState()).toEqual({ phase: "signed-in", user: ada });
});

test("restoring tells signed in, signed out, unclaimed and unreachable apart", async () => {
  const after = async (handler: FakePorts["handler"]) => {
    ports.handler = handler;
    login = createLogin(ports);
    await login.restore();
    return login.store.getState();
  };
  expect(await after(() => ({ status: 200, body: credentials("t") }))).toEqual({
    phase: "signed-in",
    user: ada,
  });
  expect(await after(() => ({ status: 401, body: {} }))).toEqual({ phase: "signed-out" });
  expect(await after(() => ({ status: 503, body: { code: 900001 } }))).toEqual({ phase: "unclaimed" });
  expect(await after(() => ({ status: 502, body: {} }))).toEqual({ phase: "unknown", unreachable: true });
});

test("a refresh that does not name the user asks who it is", async () => {
  ports.handler = ({ path }) =>
    path === "/api/x/me"
      ? { status: 200, body: { user: ada } }
      : { status: 200, body: { ...credentials("t"), user: undefined } };
  await login.restore();
  await login.renew("t");
  expect(login.store.getState()).toEqual({ phase: "signed-in", user: ada });
  expect(paths()).toEqual(["/api/x/auth/refresh", "/api/x/me", "/api/x/auth/refresh"]);
});

test("l4 a logout that the server did not hear is told before anything else", async () => {
  login.accept(credentials("old"), ada);
  login.forgetUnheard();
  expect([login.store.getState(), login.token(), login.isLogoutUnheard()]).toEqual([
    { phase: "signed-out" },
    null,
    true,
  ]);
  const next = createLogin(ports);
  ports.handler = () => {
    throw new TypeError("gone");
  };
  await next.restore();
  expect([next.store.getState(), next.isLogoutUnheard()]).toEqual([
    { phase: "unknown", unreachable: true },
    true,
  ]);
  ports.requests.length = 0;
  ports.handler = ({ path }) =>
    path.endsWith("refresh") ? { status: 200, body: credentials("last") } : { status: 204 };
  await next.restore();
  expect(ports.requests.map(({ path, token }) => [path, token])).toEqual([
    ["/api/x/auth/refresh", null],
    ["/api/x/auth/logout", "Bearer last"],
  ]);
  expect([next.store.getState(), next.isLogoutUnheard()]).toEqual([{ phase: "signed-out" }, false]);
});

test("l4 whoever logs in again has nothing to tell", () => {
  login.forgetUnheard();
  login.accept(credentials("new"), ada);
  expect(login.isLogoutUnheard()).toBe(false);
});

test("l2 a token that is about to run out is renewed before it is used", async () => {
  ports.handler = () => ({ status: 200, body: credentials("new") });
  login.accept(credentials("old"), ada);
  expect(await login.freshToken()).toBe("old");
  await ports.clock.pass(885_000);
  const tokens = Promise.all([login.freshToken(), login.freshToken()]);
  await settle();
  expect(await tokens).toEqual(["new", "new"]);
  expect(paths()).toHaveLength(1);
  expect(await login.renew("old")).toBe("new");
  expect(paths()).toHaveLength(1);
});
