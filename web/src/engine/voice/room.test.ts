import { expect, test } from "vitest";
import { ada, voiceState } from "../testing/samples.ts";
import type { RoomMode } from "./frames.ts";
import { OUT, type RoomInput, type RoomState, step } from "./room.ts";

const LOUNGE = { guildId: "1", channelId: "11" };
const STAGE = { guildId: "1", channelId: "12" };

const mode = (channel_id = "11", self = "7"): RoomMode => ({
  channel_id,
  mode: "mesh",
  self,
  peers: [],
  ice_servers: [],
  bitrate: 64_000,
});
const own = (part: object = {}, live = true): RoomInput => ({
  type: "own",
  state: voiceState(ada, { session_id: "mine", ...part }),
  sessionId: "mine",
  live,
});

/** What the inputs lead to: the phase in the end, and all that was to be done. */
function after(...inputs: RoomInput[]): { state: RoomState; did: string[] } {
  const did: string[] = [];
  const state = inputs.reduce<RoomState>((before, input) => {
    const next = step(before, input);
    for (const effect of next.effects) {
      const about = effect.type === "ask" || effect.type === "leave" ? (effect.place?.channelId ?? "") : "";
      did.push([effect.type, effect.type === "fault" ? effect.fault : about].join(" ").trim());
    }
    return next.state;
  }, OUT);
  return { state, did };
}

const INSIDE: RoomInput[] = [
  { type: "join", place: LOUNGE },
  { type: "mode", data: mode() },
];

test("who joins asks, and is in when the server says how", () => {
  const { state, did } = after(...INSIDE);
  expect(did).toEqual(["ask 11", "connect"]);
  expect(state).toMatchObject({ phase: "in", place: LOUNGE });
  expect(after(...INSIDE, { type: "mode", data: mode() }).did.at(-1)).toBe("connect");
});

test("rm1 nothing is heard of a room that one is not in", () => {
  const moving = after(...INSIDE, { type: "join", place: STAGE }, { type: "mode", data: mode("11") });
  expect(moving.did).toEqual(["ask 11", "connect", "ask 12"]);
  const refused = { channel_id: "13", code: 10_003, message: "" };
  expect(after(...INSIDE, { type: "refused", data: refused }).did).toEqual(["ask 11", "connect"]);
});

test("rm2 who moves is heard where they are until the server has answered", () => {
  const moving = after(...INSIDE, { type: "join", place: STAGE });
  expect(moving.did).not.toContain("disconnect");
  expect(moving.state).toMatchObject({ phase: "asking", from: { place: LOUNGE } });
  const data = { channel_id: "12", code: 900_015, message: "full" };
  const stayed = after(...INSIDE, { type: "join", place: STAGE }, { type: "refused", data });
  expect(stayed.did.at(-1)).toBe("fault full");
  expect(stayed.state).toMatchObject({ phase: "in", place: LOUNGE });
});

test("a moderator may move somebody to another channel", () => {
  const moved = after(...INSIDE, own({ channel_id: "12" }), { type: "mode", data: mode("12", "9") });
  expect(moved.state).toMatchObject({ phase: "in", place: STAGE, mode: { self: "9" } });
});

test.each([
  ["what is not there", 10_003, "unknown"],
  ["what one may not", 50_013, "forbidden"],
  ["a full room", 900_015, "full"],
  ["no room at all", 50_024, "wrongKind"],
  ["a hidden address without a media server", 900_016, "addressHidden"],
  ["what a newer server may say", 77, "refused"],
])("refused: %s", (_about, code, fault) => {
  const data = { channel_id: "11", code, message: "" };
  const { state, did } = after({ type: "join", place: LOUNGE }, { type: "refused", data });
  expect(did).toEqual(["ask 11", "disconnect", `fault ${fault}`, "leave 11"]);
  expect(state).toBe(OUT);
});

test("a server that does not answer is left alone", () => {
  expect(after({ type: "join", place: LOUNGE }, { type: "late" }).did).toEqual([
    "ask 11",
    "disconnect",
    "fault noAnswer",
    "leave 11",
  ]);
  const moving = after(...INSIDE, { type: "join", place: STAGE }, { type: "late" });
  expect(moving.state).toMatchObject({ phase: "asking", place: LOUNGE, from: { place: LOUNGE } });
  expect(after(...INSIDE, { type: "late" }).did).toHaveLength(2);
});

test("rm3 a new session joins the same room again, and sound goes on meanwhile", () => {
  const back = after(...INSIDE, { type: "began", isNew: true });
  expect(back.did).toEqual(["ask 11", "connect", "ask 11"]);
  const again = after(...INSIDE, { type: "began", isNew: true }, { type: "mode", data: mode("11", "8") });
  expect(again.state).toMatchObject({ phase: "in", mode: { self: "8" } });
  const data = { channel_id: "11", code: 10_003, message: "" };
  const gone = after(...INSIDE, { type: "began", isNew: true }, { type: "refused", data });
  expect(gone.did.slice(-3)).toEqual(["disconnect", "fault unknown", "leave 11"]);
  expect(after({ type: "began", isNew: true }).did).toEqual([]);
});

test("rm3 the same session told anew begins with what it may have missed", () => {
  expect(after(...INSIDE, { type: "began", isNew: false }).did.slice(2)).toEqual(["leave 11", "ask 11"]);
});

test("rm3 a resumed session asks again for what was not answered, or was taken while it was away", () => {
  expect(after(...INSIDE, { type: "resumed" }).did).toHaveLength(2);
  expect(after({ type: "join", place: LOUNGE }, { type: "resumed" }).did).toEqual(["ask 11", "ask 11"]);
  const dropped = after(...INSIDE, own({ channel_id: null }, false), { type: "resumed" });
  expect(dropped.did.at(-1)).toBe("ask 11");
});

test("rm4 who was put out, or joined elsewhere, is out and asks for nothing", () => {
  expect(after(...INSIDE, own({ channel_id: null })).did.slice(2)).toEqual(["disconnect", "fault ended"]);
  const elsewhere = ["disconnect", "fault elsewhere"];
  expect(after(...INSIDE, own({ session_id: "another" })).did.slice(2)).toEqual(elsewhere);
  expect(after(...INSIDE, { type: "taken" }).did.slice(2)).toEqual(elsewhere);
  expect(after({ type: "taken" }).did).toEqual([]);
  expect(after(...INSIDE, own()).did).toHaveLength(2);
});

test("rm4 who hides their address where no media server runs is out with that reason, and with no other", () => {
  const refused = (code: number, channel_id = "11"): RoomInput => {
    return { type: "refused", data: { channel_id, code, message: "" } };
  };
  const out = after(...INSIDE, refused(900_016), own({ channel_id: null }));
  expect(out.did.slice(2)).toEqual(["disconnect", "fault addressHidden"]);
  expect(after(...INSIDE, refused(900_015)).did).toHaveLength(2);
  expect(after(...INSIDE, refused(900_016, "12")).did).toHaveLength(2);
});

test("rm5 who is refused, or hears nothing, is not left where they are not known to be", () => {
  const refused = (channel_id: string): RoomInput => {
    return { type: "refused", data: { channel_id, code: 900_015, message: "" } };
  };
  const gaveUp = ["disconnect", "fault full", "leave 12"];
  // What was granted meanwhile was not wanted any more.
  const quick = after({ type: "join", place: LOUNGE }, { type: "join", place: STAGE }, refused("12"));
  expect(quick.did.slice(2)).toEqual(gaveUp);
  for (const meanwhile of [
    own({ channel_id: null }),
    own({ session_id: "another" }),
    own({ channel_id: "13" }),
  ]) {
    const moving = after(...INSIDE, { type: "join", place: STAGE }, meanwhile, refused("12"));
    expect(moving.did.slice(3)).toEqual(gaveUp);
  }
  const still = after(...INSIDE, { type: "join", place: STAGE }, own(), refused("12"));
  expect(still.state).toMatchObject({ phase: "in", place: LOUNGE });
  const late = after(...INSIDE, { type: "join", place: STAGE }, { type: "late" });
  expect(late.did.slice(3)).toEqual(["fault noAnswer", "ask 11"]);
  expect(after({ type: "mode", data: mode() }).did).toEqual(["leave"]);
});

test("who leaves says so once", () => {
  expect(after(...INSIDE, { type: "leave" }, { type: "leave" }).did.slice(2)).toEqual([
    "disconnect",
    "leave 11",
  ]);
});
