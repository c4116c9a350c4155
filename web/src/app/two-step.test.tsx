/** Logins that ask for a code, over a fake server: switched on and off as a person would. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { Stage } from "./testing/stage.tsx";

const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const uri = `otpauth://totp/chat.example:ada?secret=${SECRET}&issuer=chat.example`;
const codes = ["aaaa-bbbb-cccc-dddd", "eeee-ffff-gggg-hhhh"];
const elsewhere = {
  id: "2",
  created_at: "2026-11-20T10:00:00Z",
  last_seen_at: "2026-11-22T10:00:00Z",
  address: "192.0.2.7",
  agent: "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
  current: false,
};

/** A server that knows one password and one code. */
function server(isOn: boolean) {
  let state = { totp: isOn, since: isOn ? "2026-11-20T10:00:00Z" : null, codes_left: isOn ? 2 : 0 };
  const judge = ({ body }: FakeRequest, done: () => object | null) => {
    const { password, code } = body as { password: string; code: string };
    if (password !== "password1") {
      const errors = { password: { _errors: [{ code: "x", message: "Password does not match." }] } };
      return { status: 400, body: { code: 50_035, message: "x", errors } };
    }
    if (code !== "123456") return { status: 400, body: { code: 60_008, message: "x" } };
    const answer = done();
    return answer ? { status: 200, body: answer } : { status: 204 };
  };
  return {
    "GET /api/x/users/@me/mfa": () => ({ status: 200, body: state }),
    "POST /api/x/users/@me/mfa/totp": () => ({ status: 200, body: { secret: SECRET, uri } }),
    "POST /api/x/users/@me/mfa/totp/enable": (request: FakeRequest) =>
      judge(request, () => {
        state = { totp: true, since: "2026-11-28T10:00:00Z", codes_left: 2 };
        return { recovery_codes: codes, logins: [elsewhere] };
      }),
    "POST /api/x/users/@me/mfa/totp/disable": (request: FakeRequest) =>
      judge(request, () => {
        state = { totp: false, since: null, codes_left: 0 };
        return null;
      }),
    "POST /api/x/users/@me/mfa/codes": (request: FakeRequest) =>
      judge(request, () => {
        state = { ...state, codes_left: 10 };
        return { recovery_codes: codes };
      }),
  };
}

const open = async (routes = {}) => (await new Stage({ path: "/settings/twoStep", routes }).open()).connect();

async function prove(stage: Stage, dialog: HTMLElement, password: string, code: string): Promise<void> {
  const fill = async (label: string, text: string) => {
    const field = within(dialog).getByLabelText(label);
    await stage.user.clear(field);
    await stage.user.type(field, text);
  };
  await fill("Your password", password);
  await fill("Code", code);
  await stage.user.keyboard("{Enter}");
}

test("an app is told the secret, and a right code switches it on; then the codes are shown once", async () => {
  const stage = await open(server(false));
  await stage.user.click(await screen.findByRole("button", { name: "Switch on" }));
  const dialog = await screen.findByRole("dialog", { name: "Switch on" });
  expect(await within(dialog).findByRole("img", { name: "QR code with the secret" })).toBeInTheDocument();
  expect(within(dialog).getByLabelText("Secret")).toHaveValue(SECRET);
  await prove(stage, dialog, "wrong", "123456");
  expect(await within(dialog).findByText("Password does not match.")).toBeInTheDocument();
  await prove(stage, dialog, "password1", "000000");
  expect(await within(dialog).findByText("This code is wrong, or it was used before.")).toBeInTheDocument();
  await prove(stage, dialog, "password1", "123456");
  const list = await screen.findByRole("list", { name: "Recovery codes" });
  expect(
    within(list)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent),
  ).toEqual(codes);
  const file = screen.getByRole("link", { name: "Keep as a file" }).getAttribute("href") ?? "";
  expect(decodeURIComponent(file)).toContain(`${codes[0]}\n${codes[1]}\n`);
  const others = screen.getByRole("region", { name: "You stay logged in elsewhere" });
  expect(others).toHaveTextContent("192.0.2.7");
  await stage.user.click(screen.getByRole("button", { name: "I have kept them" }));
  expect(await screen.findByText("Your logins ask for a code.")).toBeInTheDocument();
  expect(screen.queryByText(codes[0] ?? "")).not.toBeInTheDocument();
});

test("new recovery codes come in the place of the former ones", async () => {
  const stage = await open(server(true));
  expect(await screen.findByText(/^2 codes are left\./)).toHaveClass("text-bad");
  await stage.user.click(screen.getByRole("button", { name: "New recovery codes" }));
  await prove(stage, await screen.findByRole("dialog"), "password1", "123456");
  expect(await screen.findByRole("list", { name: "Recovery codes" })).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "I have kept them" }));
  expect(await screen.findByText(/^10 codes are left\./)).not.toHaveClass("text-bad");
});

test("it is switched off by password and code", async () => {
  const stage = await open(server(true));
  await stage.user.click(await screen.findByRole("button", { name: "Switch off" }));
  const dialog = await screen.findByRole("dialog", { name: "Switch off" });
  await prove(stage, dialog, "password1", "000000");
  expect(await within(dialog).findByText("This code is wrong, or it was used before.")).toBeInTheDocument();
  await prove(stage, dialog, "password1", "123456");
  expect(await screen.findByText("Your password alone is enough to log in.")).toBeInTheDocument();
  expect(await screen.findByText("Your logins ask for no code any more.")).toBeInTheDocument();
});

test("what could not be read or made is asked for again", async () => {
  let fails = true;
  const routes = server(false);
  const failing = { status: 503, body: { code: 900_008, message: "x" } };
  const stage = await open({
    ...routes,
    "GET /api/x/users/@me/mfa": () => (fails ? failing : routes["GET /api/x/users/@me/mfa"]()),
    "POST /api/x/users/@me/mfa/totp": () => (fails ? failing : routes["POST /api/x/users/@me/mfa/totp"]()),
  });
  expect(await screen.findByText("It could not be seen how your logins stand")).toBeInTheDocument();
  fails = false;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  fails = true;
  await stage.user.click(await screen.findByRole("button", { name: "Switch on" }));
  expect(await screen.findByText("No secret could be made")).toBeInTheDocument();
  fails = false;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.getByLabelText("Secret")).toHaveValue(SECRET));
});
