/** The member list of a guild that was not given whole: rows come as they are looked at. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ListedMember, MemberGroup } from "@/engine/members/roster.ts";
import { ada, member, role, user } from "@/engine/testing/samples.ts";
import type { Status } from "@/engine/wire.ts";
import { Stage } from "./testing/stage.tsx";

const LARGE = {
  member_count: 5_000,
  members: [member(ada)],
  roles: [role("1", { permissions: "1024" }), role("7", { name: "Keepers", hoist: true })],
};

const members = () => within(screen.getByRole("complementary", { name: "Members" }));
const asked = (stage: Stage) => stage.ports.socket.of(102) as { ranges: unknown }[];

function listed(name: string, n: number, status: Status = "online"): ListedMember {
  const of = user(name, n);
  return { ...member(of), presence: { user: { id: of.id }, status } };
}

function tells(stage: Stage, groups: MemberGroup[], ...ranges: [number, ListedMember[]][]): Promise<void> {
  return stage.dispatch("X_MEMBERS", {
    guild_id: "1",
    total: 5_000,
    groups,
    ranges: ranges.map(([from, rows]) => ({ from, members: rows })),
  });
}

const GROUPS: MemberGroup[] = [
  { id: "7", count: 1 },
  { id: "online", count: 2 },
  { id: "offline", count: 4_997 },
];
const ROWS = [listed("zoe", 9), listed("bob", 2), listed("cleo", 3, "dnd"), listed("ada", 1, "offline")];

async function open(): Promise<Stage> {
  const stage = await (await new Stage({ guild: LARGE }).open()).connect();
  await members().findByRole("status", { name: "Loading…" });
  await waitFor(() => expect(asked(stage)).toHaveLength(1));
  return stage;
}

test("rows are grey until they come, stand under headings with their counts, and move live", async () => {
  const stage = await open();
  expect(asked(stage)[0]).toEqual({ guild_id: "1", ranges: [[0, 49]] });
  await tells(stage, GROUPS, [0, ROWS]);
  expect(members().queryByRole("status")).toBeNull();
  const names = (section: string) =>
    within(members().getByRole("region", { name: section }))
      .getAllByRole("link")
      .map(({ textContent }) => textContent);
  expect(names("Keepers")).toEqual(["ZOzoe, Online"]);
  expect(names("Online")).toEqual(["BObob, Online", "CLcleoDo not disturb, Do not disturb"]);
  expect(members().getByRole("heading", { name: "Offline · 4997" })).toBeInTheDocument();
  const bob = members().getByRole("link", { name: /bob/ }).closest("li");
  expect(bob).toHaveAttribute("aria-setsize", "2");
  expect(bob).toHaveAttribute("aria-posinset", "1");

  const moved = [
    { id: "7", count: 1 },
    { id: "online", count: 1 },
    { id: "offline" as const, count: 4_998 },
  ];
  await tells(stage, moved, [
    1,
    [listed("cleo", 3, "dnd"), listed("ada", 1, "offline"), listed("bob", 2, "offline")],
  ]);
  expect(names("Online")).toEqual(["CLcleoDo not disturb, Do not disturb"]);
  expect(names("Offline")).toEqual(["ADadayou, Offline", "BObob, Offline"]);
});

test("the keys go from row to row, and Enter shows who one is", async () => {
  const stage = await open();
  await tells(stage, GROUPS, [0, ROWS]);
  const [first, second] = members().getAllByRole("link");
  expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);
  await stage.act(() => first?.focus());
  await stage.user.keyboard("{ArrowDown}");
  expect(members().getByRole("link", { name: /bob/ })).toHaveFocus();
  await stage.user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
  expect(members().getByRole("link", { name: /cleo/ })).toHaveFocus();
  await stage.user.keyboard("{Home}{Enter}");
  await waitFor(() => expect(stage.ports.socket.of(8)).toHaveLength(1));
  const ask = stage.ports.socket.of(8).at(-1) as { nonce: string; user_ids: string[] };
  const zoe = listed("zoe", 9, "idle");
  expect(ask.user_ids).toEqual([zoe.user.id]);
  await stage.dispatch("GUILD_MEMBERS_CHUNK", {
    guild_id: "1",
    members: [zoe],
    presences: [zoe.presence],
    chunk_index: 0,
    chunk_count: 1,
    nonce: ask.nonce,
  });
  expect(await screen.findByRole("dialog", { name: "zoe" })).toHaveTextContent("Idle");
});

test("an outage keeps what was seen, and the rows are asked for anew afterwards", async () => {
  const stage = await open();
  await tells(stage, GROUPS, [0, ROWS]);
  await stage.act(() => stage.ports.socket.end());
  expect(members().getByRole("link", { name: /zoe/ })).toBeInTheDocument();
  await stage.pass(600);
  await stage.act(() => stage.ports.socket.hello());
  expect(asked(stage)).toEqual([]);
  await stage.dispatch("RESUMED", {});
  expect(asked(stage)).toEqual([{ guild_id: "1", ranges: [[0, 49]] }]);
});

test("rows that do not come are said to be late, and asked for again", async () => {
  const stage = await open();
  await stage.pass(10_000);
  expect(members().getByRole("alert")).toHaveTextContent(/connection/i);
  await stage.user.click(members().getByRole("button", { name: "Try again" }));
  expect(members().queryByRole("alert")).toBeNull();
  expect(asked(stage)).toHaveLength(2);
  await tells(stage, GROUPS, [0, ROWS]);
  expect(members().getByRole("link", { name: /zoe/ })).toBeInTheDocument();
});

test("a guild that was given whole is not asked about", async () => {
  const stage = await (await new Stage().open()).connect();
  expect(members().getByText("bob")).toBeInTheDocument();
  expect(asked(stage)).toEqual([]);
});
