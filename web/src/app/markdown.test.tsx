/** What marked-up text looks like, whoever wrote it. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ada, bob, channel, guildCreate, member, message, role } from "@/engine/testing/samples.ts";
import type { Message } from "@/engine/wire.ts";
import { Stage, timelineTexts } from "./testing/stage.tsx";

async function shows(
  content: string,
  part: Partial<Message> = {},
): Promise<{ stage: Stage; said: HTMLElement }> {
  const guild = {
    roles: [...guildCreate().roles, role("7", { name: "Keepers", color: 0x11aa44 })],
    channels: [channel("10", { name: "general" }), channel("12", { name: "engine-room" })],
    members: [member(ada), { ...member(bob), nick: "Bobby" }],
  };
  const stage = await new Stage({ guild, stored: [message(1, { content, ...part })] }).open();
  await stage.connect();
  const said = screen.getByRole("log").querySelector("[data-content]");
  return { stage, said: said as HTMLElement };
}

test("styles, quotes, headings and lists are elements", async () => {
  const { said } = await shows(
    "# Title\n**a** *b* __c__ ~~d~~ `e`\n> quoted\n- one\n  - two\n3. three\n-# small\nend",
  );
  const texts = (names: string) => [...said.querySelectorAll(names)].map(({ textContent }) => textContent);
  expect(texts("strong, em, u, s, code, blockquote")).toEqual(["a", "b", "c", "d", "e", "quoted"]);
  expect(
    within(said)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent),
  ).toEqual(["onetwo", "two", "three"]);
  expect(said.querySelector("ol")).toHaveAttribute("start", "3");
});

test("people, roles, channels and moments are named, and a channel is a way there", async () => {
  const { stage, said } = await shows(
    "<@2> <@&7> <#12> <#99> <@&98> <t:0:D> <t:0:R> @here".replace("2", bob.id),
  );
  expect(said).toHaveTextContent("@Bobby @Keepers #engine-room #unknown @unknown role");
  expect(said.querySelectorAll("time")[0]).toHaveTextContent(/1970|1969/);
  expect(said.querySelectorAll("time")[1]).toHaveTextContent(/years ago/);
  await stage.user.click(within(said).getByRole("link", { name: "#engine-room" }));
  await waitFor(() => expect(stage.path).toBe("/channels/1/12"));
});

test("a link leaves without telling where from, and a masked one shows where to", async () => {
  const { said } = await shows("https://a.test/x [words](https://b.test/)");
  const [bare, masked] = within(said).getAllByRole("link");
  for (const link of [bare, masked]) {
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveAttribute("target", "_blank");
  }
  expect(masked).toHaveAttribute("title", "https://b.test/");
});

test("a link to a message of this server opens in here", async () => {
  const target = message(1).id;
  const { stage, said } = await shows(`see http://confab.test/channels/1/10/${target}`);
  await stage.user.click(within(said).getByRole("link"));
  await waitFor(() => expect(said.closest("article")).toHaveFocus());
});

test("a spoiler opens by mouse and by keyboard, and says nothing before", async () => {
  const { stage } = await shows("||one|| and ||https://a.test||");
  expect(screen.getByRole("log").querySelector("[data-content] [inert]")).toHaveTextContent("one");
  const [first, second] = screen.getAllByRole("button", { name: "Hidden. Show it" });
  first?.focus();
  await stage.user.keyboard("{Enter}");
  expect(screen.getAllByRole("button", { name: "Hidden. Show it" })).toEqual([second]);
  expect(screen.queryByRole("link", { name: "https://a.test" })).toBeNull();
  await stage.user.click(second as HTMLElement);
  expect(screen.getByRole("link", { name: "https://a.test" })).toBeVisible();
});

test("fenced code comes in colours, and is copied as it is", async () => {
  const { stage, said } = await shows("```rust\nlet a = 1; // <b>\n```");
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await waitFor(() => expect(said.querySelector(".hljs-keyword")).toHaveTextContent("let"));
  expect(said.querySelector("pre")).toHaveTextContent("let a = 1; // <b>");
  await stage.user.click(within(said).getByRole("button", { name: "Copy the code" }));
  expect(copied).toHaveBeenCalledWith("let a = 1; // <b>");
});

test("code in a language that nobody knows stays plain", async () => {
  const { said } = await shows("```nonsense\nlet a\n```");
  expect(said.querySelector("pre")).toHaveTextContent("let a");
  expect(said.querySelector("pre span")).toBeNull();
});

test("hostile text is text", async () => {
  const attacks = ["<img src=x onerror=ran=1>", "[a](javascript:ran=1)", '<https://a.test" onclick=ran=1>'];
  const { said } = await shows(attacks.join("\n"));
  expect(said.querySelector("img, script")).toBeNull();
  expect(within(said).getByRole("link")).toHaveAttribute("href", "https://a.test/");
  expect(timelineTexts()[0]).toBe(attacks.join(""));
});

test("what is read out has no marks, and no secrets", async () => {
  const { stage } = await shows("first");
  await stage.says("**bold** ||secret||");
  expect(await screen.findByText("Bobby: bold hidden")).toBeInTheDocument();
});
