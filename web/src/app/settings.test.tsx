/** The settings over a fake server: found and used as a person would. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FakeAnswer, FakeRequest } from "@/engine/testing/fake-ports.ts";
import { ada } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const login = {
  id: "1",
  created_at: "2026-11-20T10:00:00Z",
  last_seen_at: "2026-11-22T10:00:00Z",
  address: "127.0.0.1",
  agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
  current: true,
};

const open = async (page: string, routes = {}) =>
  (await new Stage({ path: `/settings/${page}`, routes }).open()).connect();

test("the settings are beside one's own name, and Escape leads back", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.user.click(screen.getByRole("button", { name: "Settings" }));
  await waitFor(() => expect(stage.path).toBe("/settings/profile"));
  expect(await screen.findByRole("heading", { name: "Profile", level: 1 })).toBeInTheDocument();
  await stage.user.click(screen.getByRole("link", { name: "Appearance" }));
  expect(await screen.findByRole("heading", { name: "Appearance", level: 1 })).toBeInTheDocument();
  expect(document.title).toBe("Appearance · Settings · Confab");
  await stage.user.keyboard("{Escape}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("a page that is not there says so, and the close button leads to the start", async () => {
  const stage = await open("nowhere");
  expect(screen.getByText("There is no such page")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Close settings" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("the display name is changed, and seen at once", async () => {
  const routes = {
    "PATCH /api/v10/users/@me": () => ({ status: 200, body: { ...ada, global_name: "Ada L." } }),
  };
  const stage = await open("profile", routes);
  const save = screen.getByRole("button", { name: "Save changes" });
  expect(save).toBeDisabled();
  await stage.user.type(screen.getByLabelText("Display name"), "Ada L.");
  await stage.user.click(save);
  expect(await screen.findByText("Your profile is saved.")).toBeInTheDocument();
  expect(stage.requests.find(({ method }) => method === "PATCH")?.body).toEqual({ global_name: "Ada L." });
  expect(save).toBeDisabled();
  await stage.user.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Your menu" })).toHaveTextContent("Ada L."));
});

test("what one says of oneself is changed, counted and bounded", async () => {
  let bio: string | null = "I paint.";
  const routes = {
    [`GET /api/x/users/${ada.id}/profile`]: () => ({
      status: 200,
      body: { user: ada, bio, mutual_guilds: [] },
    }),
    "PATCH /api/v10/users/@me": ({ body }: FakeRequest) => {
      bio = (body as { bio: string | null }).bio;
      return { status: 200, body: ada };
    },
  };
  const stage = await open("profile", routes);
  const field = await screen.findByRole("textbox", { name: "About you" });
  const save = screen.getByRole("button", { name: "Save the text" });
  expect(field).toHaveValue("I paint.");
  expect(field).toHaveAccessibleDescription(/ 8 of 190 characters\.$/);
  expect(save).toBeDisabled();
  await stage.user.clear(field);
  await stage.user.click(field);
  await stage.user.paste("🎨".repeat(191));
  await stage.user.click(save);
  expect(await screen.findByText("Use at most 190 characters.")).toBeInTheDocument();
  await stage.user.clear(field);
  await stage.user.type(field, " We paint. ");
  await stage.user.click(save);
  expect(await screen.findByText("Your profile is saved.")).toBeInTheDocument();
  expect(bio).toBe("We paint.");
  await waitFor(() => expect(field).toHaveValue("We paint."));
  await stage.user.clear(field);
  await stage.user.click(save);
  await waitFor(() => expect(bio).toBeNull());
});

test("news of one's own name from elsewhere are taken over", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.dispatch("USER_UPDATE", { ...ada, global_name: "The Countess" });
  expect(screen.getByRole("button", { name: "Your menu" })).toHaveTextContent("The Countess");
});

test("the username changes with the password only, and a taken one is said", async () => {
  const taken = {
    code: 50035,
    message: "Invalid Form Body",
    errors: { username: { _errors: [{ message: "This name is taken." }] } },
  };
  let attempts = 0;
  const routes = {
    "PATCH /api/v10/users/@me": () =>
      attempts++ === 0 ? { status: 400, body: taken } : { status: 200, body: { ...ada, username: "ada2" } },
  };
  const stage = await open("profile", routes);
  expect(screen.queryByLabelText("Current password")).not.toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Username"), "2");
  await stage.user.click(screen.getByRole("button", { name: "Change username" }));
  expect(await screen.findByText("This is needed.")).toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Current password"), "password1{Enter}");
  expect(await screen.findByText("This name is taken.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Change username" }));
  expect(await screen.findByText("You are called ada2 now.")).toBeInTheDocument();
  expect(stage.requests.at(-1)?.body).toEqual({ username: "ada2", password: "password1" });
});

test("the password changes, and a wrong old one is said beside it", async () => {
  let attempts = 0;
  const routes = {
    "POST /api/x/auth/password": () =>
      attempts++ < 2 ? { status: 401, body: { code: 900010, message: "x" } } : { status: 204 },
  };
  const stage = await open("password", routes);
  await stage.user.type(screen.getByLabelText("New password"), "short{Enter}");
  expect(await screen.findByText("Use at least 8 characters.")).toBeInTheDocument();
  expect(screen.getByText("This is needed.")).toBeInTheDocument();
  await stage.user.type(screen.getByLabelText("Current password"), "old one");
  await stage.user.type(screen.getByLabelText("New password"), " but longer{Enter}");
  expect(await screen.findByText("This is not your current password.")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Change password" }));
  expect(await screen.findByText(/Your password is changed/)).toBeInTheDocument();
  expect(screen.getByLabelText("Current password")).toHaveValue("");
});

test("an account is deleted with the password only, and the login says that it is gone", async () => {
  const refusals: FakeAnswer[] = [
    { status: 400, body: { code: 900014, message: "You own guilds." } },
    { status: 204 },
  ];
  const stage = await open("password", { "DELETE /api/x/me": () => refusals.shift() ?? { status: 500 } });
  await stage.user.click(screen.getByRole("button", { name: "Delete account" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete your account?" });
  expect(dialog).toHaveTextContent("Your messages and files stay where they are");
  await stage.user.click(within(dialog).getByRole("button", { name: "Delete for good" }));
  expect(await within(dialog).findByText("This is needed.")).toBeInTheDocument();
  await stage.user.type(within(dialog).getByLabelText("Your password"), "correct horse{Enter}");
  expect(await within(dialog).findByText("You own guilds.")).toBeInTheDocument();
  await stage.user.click(within(dialog).getByRole("button", { name: "Delete for good" }));
  expect(await screen.findByText("Your account is deleted.")).toBeInTheDocument();
  expect(stage.path).toBe("/login");
});

test("logins are listed, and all but this one can be ended", async () => {
  let logins = [login, { ...login, id: "2", current: false, address: "10.0.0.7", agent: "curl/8" }];
  const routes = {
    "GET /api/x/auth/logins": () => ({ status: 200, body: logins }),
    "DELETE /api/x/auth/logins/2": () => {
      logins = [login];
      return { status: 204 };
    },
  };
  const stage = await open("logins", routes);
  const list = await screen.findByRole("list", { name: "Your logins" });
  const [own, other] = within(list).getAllByRole("listitem");
  expect(own).toHaveTextContent(/Chrome 140 on LinuxThis one/);
  expect(within(own as HTMLElement).queryByRole("button")).not.toBeInTheDocument();
  expect(other).toHaveTextContent("10.0.0.7");
  await stage.user.click(screen.getByRole("button", { name: "End the login of curl/8" }));
  expect(await screen.findByText("You are logged in nowhere else.")).toBeInTheDocument();
  expect(await screen.findByText("The login has ended.")).toBeInTheDocument();
});

test("logins that cannot be had, or not be ended, say why", async () => {
  let works = false;
  const routes = {
    "GET /api/x/auth/logins": () =>
      works
        ? { status: 200, body: [login, { ...login, id: "2", current: false }] }
        : { status: 400, body: { code: 0, message: "Not today" } },
  };
  const stage = await open("logins", routes);
  expect(await screen.findByRole("alert")).toHaveTextContent("Not today");
  works = true;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await stage.user.click(await screen.findByRole("button", { name: /End the login/ }));
  expect(await screen.findByText("404: Not Found")).toBeInTheDocument();
  await stage.user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText("404: Not Found")).not.toBeInTheDocument();
});

test("the appearance is applied at once and kept with the account", async () => {
  const routes = { "PATCH /api/x/me/settings": () => ({ status: 200, body: {} }) };
  const stage = await open("appearance", routes);
  await stage.user.click(screen.getByRole("radio", { name: "Dark" }));
  await stage.user.click(screen.getByRole("radio", { name: /Compact/ }));
  await stage.user.click(screen.getByRole("radio", { name: "Largest" }));
  await stage.user.click(screen.getByRole("radio", { name: "Reduced" }));
  const chosen = { theme: "dark", density: "compact", textSize: "largest", motion: "reduced" };
  expect({ ...document.documentElement.dataset }).toEqual(chosen);
  await waitFor(() =>
    expect(stage.requests.filter(({ method }) => method === "PATCH").at(-1)?.body).toEqual({
      appearance: chosen,
    }),
  );
});

test("an appearance that could not be kept is said, and tried again on demand", async () => {
  let works = false;
  const routes = {
    "PATCH /api/x/me/settings": () =>
      works ? { status: 200, body: {} } : { status: 403, body: { code: 0, message: "x" } },
  };
  const stage = await open("appearance", routes);
  await stage.user.click(screen.getByRole("radio", { name: "Light" }));
  expect(await screen.findByText(/could not be kept with your account/)).toBeInTheDocument();
  works = true;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() =>
    expect(stage.requests.filter(({ path }) => path.endsWith("/settings"))).toHaveLength(2),
  );
});

test("what the account chose elsewhere is taken over on signing in", async () => {
  await (await new Stage({ settings: { appearance: { theme: "dark" } } }).open()).connect();
  expect(document.documentElement.dataset.theme).toBe("dark");
});

test("what another device chooses is taken over, and answered by nothing", async () => {
  const stage = await open("appearance");
  await stage.dispatch("X_SETTINGS", { settings: { appearance: { theme: "light", density: "compact" } } });
  expect({ ...document.documentElement.dataset }).toEqual({ theme: "light", density: "compact" });
  expect(screen.getByRole("radio", { name: "Light" })).toBeChecked();
  await stage.dispatch("X_SETTINGS", { settings: { appearance: { theme: "pink" }, other: [1] } });
  expect({ ...document.documentElement.dataset }).toEqual({});
  expect(stage.requests.filter(({ method }) => method === "PATCH")).toEqual([]);
});

test("while a choice is on its way no other one takes its place, and then the last one holds", async () => {
  let answer: (answer: FakeAnswer) => void = () => undefined;
  const patch = () => new Promise<FakeAnswer>((resolve) => (answer = resolve));
  const stage = await open("appearance", { "PATCH /api/x/me/settings": patch });
  const { dataset } = document.documentElement;
  const elsewhere = (theme: string) => stage.dispatch("X_SETTINGS", { settings: { appearance: { theme } } });
  await elsewhere("light");
  await stage.user.click(screen.getByRole("radio", { name: "Dark" }));
  await elsewhere("light");
  expect(dataset.theme).toBe("dark");
  // Ours, and after it another one of the other device.
  await elsewhere("dark");
  await elsewhere("light");
  await stage.act(() => answer({ status: 200, body: { appearance: { theme: "dark" } } }));
  expect(dataset.theme).toBe("light");
});

test("a choice that was refused stays here when something else changes elsewhere", async () => {
  const stage = await open("appearance");
  await stage.user.click(screen.getByRole("radio", { name: "Dark" }));
  expect(await screen.findByText(/could not be kept with your account/)).toBeInTheDocument();
  await stage.dispatch("X_SETTINGS", { settings: { "notify:1": { level: "all" } } });
  expect(document.documentElement.dataset.theme).toBe("dark");
});

test("a question mark shows the shortcuts, but not while one writes", async () => {
  const stage = await (await new Stage().open()).connect();
  await stage.user.type(screen.getByRole("textbox", { name: "Message #general" }), "?");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  await stage.user.click(document.body);
  await stage.user.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(dialog).getByText("Show these shortcuts")).toBeInTheDocument();
  await stage.user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await stage.user.keyboard("{Control>}/{/Control}");
  expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeInTheDocument();
});

test("the shortcuts are a page of the settings too", async () => {
  await open("shortcuts");
  expect(screen.getByRole("heading", { name: "Keyboard", level: 1 })).toBeInTheDocument();
  expect(screen.getByText("Send the message")).toBeInTheDocument();
});
