/** Getting about by keyboard: the switcher and the channels above and below. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, message, role, user } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const cleo = user("cleo", 3);
const guild = {
  channels: [channel("10", { name: "general" }), channel("12", { name: "plans", position: 1 })],
  roles: [role("1", { permissions: EVERYONE_MAY }), role("7", { name: "Keepers", color: 0xff8800 })],
  members: [member(ada), member(bob), member(cleo, ["7"])],
  member_count: 3,
};

const open = async () => (await new Stage({ guild }).open()).connect();
const options = () => screen.getAllByRole("option").map(({ textContent }) => textContent);

test("control and K, a few letters and Enter lead to a channel", async () => {
  const stage = await open();
  await stage.user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Guild, channel or person" });
  expect(field).toHaveFocus();
  await stage.user.type(field, "pla");
  expect(options()).toEqual(["plans, channel, Rookery"]);
  await stage.user.keyboard("{Enter}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/12"));
  expect(screen.queryByRole("combobox")).not.toBeInTheDocument();
});

test("the arrows choose, what is unread stands first, and the same keys close it", async () => {
  const stage = await open();
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "12", last_message_id: message(9).id, mentions: 2 }],
  });
  await stage.user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox");
  expect(options()[0]).toBe("plans, channel, Rookery, unread, 2 mentions2");
  await stage.user.keyboard("{ArrowDown}");
  expect(screen.getByRole("option", { selected: true })).toHaveTextContent("Rookery");
  await stage.user.keyboard("{Control>}k{/Control}");
  await waitFor(() => expect(screen.queryByRole("combobox")).not.toBeInTheDocument());
});

test("a person is shown with their roles", async () => {
  const stage = await open();
  await stage.user.click(screen.getByRole("button", { name: "Go to…" }));
  await stage.user.type(await screen.findByRole("combobox"), "cle{Enter}");
  const card = await screen.findByRole("dialog", { name: "cleo" });
  expect(within(card).getByRole("listitem")).toHaveTextContent("Keepers");
  await stage.user.keyboard("{Escape}");
  await waitFor(() => expect(stage.router.state.location.search).toEqual({}));
});

test("a guild is entered, and nothing that fits is said", async () => {
  const stage = await open();
  await stage.user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox");
  await stage.user.type(field, "xyz");
  expect(screen.getByText("Nothing fits.")).toBeInTheDocument();
  expect(screen.getByText("0 results")).toBeInTheDocument();
  await stage.user.clear(field);
  await stage.user.type(field, "*roo{Enter}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
});

test("alt and the arrows walk through the channels, with shift through the unread ones", async () => {
  const stage = await open();
  await stage.user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/12"));
  await stage.user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/10"));
  await stage.user.keyboard("{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}");
  expect(stage.path).toBe("/channels/1/10");
  await stage.dispatch("X_UNREAD", {
    channels: [{ channel_id: "12", last_message_id: message(9).id, mentions: 0 }],
  });
  await stage.user.keyboard("{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}");
  await waitFor(() => expect(stage.path).toBe("/channels/1/12"));
});

test("a slash leads to the composer", async () => {
  const stage = await open();
  await stage.user.click(document.body);
  await stage.user.keyboard("/");
  expect(screen.getByRole("textbox", { name: "Message #general" })).toHaveFocus();
  expect(screen.getByRole("textbox", { name: "Message #general" })).toHaveValue("");
});
