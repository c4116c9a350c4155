/** What nobody typed: the embeds of bots, and what the server itself says in a channel. */
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { bob, message } from "@/engine/testing/samples.ts";
import type { Message } from "@/engine/wire.ts";
import { Stage } from "./testing/stage.tsx";

async function shows(...stored: Message[]): Promise<Stage> {
  return (await new Stage({ stored }).open()).connect();
}

const HOSTILE = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;

test("an embed shows its title as a link, its text marked up, its fields, its foot and its colour", async () => {
  const embed = {
    title: "Build 12",
    url: "https://ci.example/12",
    description: "all **green**",
    color: 0x22_aa_44,
    author: { name: "ci" },
    fields: [{ name: "tests", value: "`592`", inline: true }],
    footer: { text: "by hand" },
    timestamp: "2026-11-22T12:00:00Z",
  };
  await shows(message(1, { content: "", embeds: [embed] }));
  const list = await screen.findByRole("list", { name: "Embeds" });
  const link = within(list).getByRole("link", { name: "Build 12" });
  expect(link).toHaveAttribute("href", "https://ci.example/12");
  expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  expect(list.querySelector("strong")).toHaveTextContent("green");
  expect(list.querySelector("dd code")).toHaveTextContent("592");
  expect(list).toHaveTextContent(/by hand · Nov 22, 2026/);
  expect(list.querySelector("[style]")).toHaveStyle({ borderLeftColor: "#22aa44" });
});

test("em1 pictures of this server are shown, those of others are links", async () => {
  await shows(
    message(1, {
      embeds: [
        { image: { url: "https://elsewhere.example/track.png" } },
        { thumbnail: { url: "/attachments/10/1/a.png?ex=1" } },
      ],
    }),
  );
  const list = await screen.findByRole("list", { name: "Embeds" });
  expect([...list.querySelectorAll("img")].map((img) => img.getAttribute("src"))).toEqual([
    "/attachments/10/1/a.png?ex=1",
  ]);
  const link = within(list).getByRole("link", { name: "A picture at elsewhere.example" });
  expect(link).toHaveAttribute("href", "https://elsewhere.example/track.png");
});

test("hostile embeds are text, and no more than that", async () => {
  const embeds = [
    {
      title: HOSTILE,
      url: "javascript:alert(3)",
      description: `${HOSTILE} [click](javascript:alert(4))`,
      author: { name: HOSTILE, url: "data:text/html,x" },
      fields: [{ name: HOSTILE, value: HOSTILE }, null, "x"],
      footer: { text: HOSTILE },
      timestamp: "yesterday",
      color: "red; background: url(//evil)",
    },
    { title: { toString: "x" }, description: ["a"], fields: { length: 9 } },
    null,
    7,
  ] as unknown as Message["embeds"];
  await shows(message(1, { embeds: embeds as never }));
  const list = await screen.findByRole("list", { name: "Embeds" });
  expect(within(list).getAllByRole("listitem")).toHaveLength(1);
  expect(list.querySelector("img, script, a, [onerror], [style]")).toBeNull();
  expect(list).toHaveTextContent("<script>alert(2)</script>");
});

test("the server tells who joined, and who pinned and where, and of what a newer one would tell", async () => {
  const stage = await shows(
    message(1, { content: "look" }),
    message(2, { type: 7, content: "" }),
    message(3, {
      type: 6,
      content: "",
      author: { ...bob, username: HOSTILE },
      message_reference: { message_id: message(1).id },
    }),
    message(4, { type: 99, content: HOSTILE }),
  );
  expect(screen.getByText("joined.", { exact: false }).closest("article")).toHaveTextContent("bob joined.");
  const pinned = screen.getByText("pinned a message.", { exact: false }).closest("article") as HTMLElement;
  expect(pinned).toHaveTextContent("pinned a message.");
  expect(pinned.querySelector("img, script")).toBeNull();
  expect(screen.getByText("did something.", { exact: false })).toBeInTheDocument();
  await stage.user.click(within(pinned).getByRole("button", { name: "Show it" }));
  expect(screen.getByText("look").closest("article")).toHaveClass("bg-accent-soft");
});
