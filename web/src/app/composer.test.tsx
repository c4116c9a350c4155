/** Writing: names and emojis that complete themselves, marks, the emoji picker. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, member, message, role } from "@/engine/testing/samples.ts";
import { type Routes, Stage } from "./testing/stage.tsx";

const composer = () => screen.getByRole("textbox", { name: "Message #general" });
const MENTION_EVERYONE = 1n << 17n;

async function ready(routes: Routes = {}): Promise<Stage> {
  const guild = {
    roles: [
      role("1", {
        name: "@everyone",
        permissions: String(BigInt(EVERYONE_MAY) | MENTION_EVERYONE | (1n << 6n)),
      }),
      role("7", { name: "Keepers" }),
    ],
    channels: [channel("10", { name: "general" }), channel("12", { name: "engine-room" })],
    members: [member(ada), { ...member(bob), nick: "Bobby" }],
  };
  const stage = await new Stage({ guild, stored: [message(1, { author: ada })], routes }).open();
  return stage.connect();
}

const posted = (stage: Stage) =>
  stage.requests
    .filter(({ method, path }) => method === "POST" && path.endsWith("/messages"))
    .map(({ body }) => (body as { content: string }).content);

test("a name is completed by keyboard, and sent as a mention", async () => {
  const stage = await ready();
  await stage.user.type(composer(), "hi @bo");
  const list = await screen.findByRole("listbox", { name: "What may be meant" });
  expect(within(list).getByRole("option", { name: /Bobby/ })).toHaveAttribute("aria-selected", "true");
  expect(composer()).toHaveAttribute("aria-activedescendant", within(list).getByRole("option").id);
  await stage.user.keyboard("{Tab}");
  expect(composer()).toHaveValue("hi @bob ");
  await stage.user.keyboard("see #eng");
  await stage.user.click(await screen.findByRole("option", { name: "engine-room" }));
  await stage.user.keyboard("@keep{Enter}and :fir");
  expect(await screen.findByRole("option", { name: /:fire:/ })).toBeInTheDocument();
  await stage.user.keyboard("{Enter}:wave:{Enter}");
  await waitFor(() => expect(posted(stage)).toEqual([`hi <@${bob.id}> see <#12> <@&7> and 🔥 👋`]));
});

test("the arrows choose, and Escape leaves it as it was typed", async () => {
  const stage = await ready();
  await stage.user.type(composer(), "@e");
  const first = await screen.findByRole("option", { name: "everyone" });
  expect(first).toHaveAttribute("aria-selected", "true");
  await stage.user.keyboard("{ArrowUp}");
  expect(screen.getAllByRole("option").at(-1)).toHaveAttribute("aria-selected", "true");
  await stage.user.keyboard("{Escape}");
  expect(screen.queryByRole("listbox")).toBeNull();
  await stage.user.keyboard("{Enter}");
  await waitFor(() => expect(posted(stage)).toEqual(["@e"]));
});

test("marks go round what is selected", async () => {
  const stage = await ready();
  await stage.user.type(composer(), "loud");
  const field = composer() as HTMLTextAreaElement;
  field.setSelectionRange(0, 4);
  await stage.user.keyboard("{Control>}b{/Control}");
  expect(field).toHaveValue("**loud**");
  await stage.user.keyboard("{Control>}b{/Control}");
  expect(field).toHaveValue("loud");
});

test("within fenced code Enter begins a new line", async () => {
  const stage = await ready();
  await stage.user.type(composer(), "```rs{Enter}let a;");
  expect(composer()).toHaveValue("```rs\nlet a;");
  await stage.user.keyboard("{Enter}```{Enter}");
  await waitFor(() => expect(posted(stage)).toEqual(["```rs\nlet a;\n```"]));
});

test("an emoji is found, picked in a skin, and stands first the next time", async () => {
  const stage = await ready();
  await stage.user.type(composer(), "hey ");
  await stage.user.click(screen.getByRole("button", { name: "Emojis" }));
  await stage.user.selectOptions(await screen.findByRole("combobox", { name: "Skin" }), "✋🏿");
  await stage.user.type(screen.getByRole("searchbox", { name: "Search emojis" }), "wav");
  await stage.user.click(await screen.findByRole("button", { name: "wave" }));
  expect(composer()).toHaveValue("hey 👋🏿");
  expect(screen.queryByRole("searchbox")).toBeNull();
  await stage.user.click(screen.getByRole("button", { name: "Emojis" }));
  expect(await screen.findByRole("tab", { name: "Used last" })).toHaveAttribute("aria-selected", "true");
  await stage.user.click(screen.getByRole("tab", { name: "Flags" }));
  const flag = screen.getByRole("button", { name: "checkered flag" });
  flag.focus();
  await stage.user.keyboard("{ArrowRight}");
  expect(screen.getByRole("button", { name: "triangular flag on post" })).toHaveFocus();
  await stage.user.type(screen.getByRole("searchbox"), "no such thing");
  expect(screen.getByText("Nothing is called so.")).toBeInTheDocument();
  await stage.user.clear(screen.getByRole("searchbox"));
  await stage.user.type(screen.getByRole("searchbox"), "fire{Enter}");
  expect(composer()).toHaveValue("hey 👋🏿🔥");
});

test("a mention is a name while the message is changed, and the same mention afterwards", async () => {
  const bodies: unknown[] = [];
  const stage = await ready({
    "GET /api/v10/channels/10/messages": () => ({
      status: 200,
      body: [message(1, { author: ada, content: `<@${bob.id}> there` })],
    }),
    [`PATCH /api/v10/channels/10/messages/${message(1).id}`]: ({ body }) => {
      bodies.push(body);
      return { status: 200, body: message(1, { author: ada, ...(body as object) }) };
    },
  });
  await stage.user.click(composer());
  await stage.user.keyboard("{ArrowUp}");
  const editor = await screen.findByRole("textbox", { name: "Text of the message" });
  expect(editor).toHaveValue("@bob there");
  await stage.user.type(editor, "!{Enter}");
  await waitFor(() => expect(bodies).toEqual([{ content: `<@${bob.id}> there!` }]));
});
