/** Calls over a fake server: what rings, what one answers, and what is left of it. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FRIEND } from "@/engine/friends.ts";
import { RING_MS_MAX } from "@/engine/ringing.ts";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { FakeMedia } from "@/engine/testing/fake-voice.ts";
import { ada, bob, message, user, voiceState } from "@/engine/testing/samples.ts";
import { startVoice } from "@/features/voice/start.ts";
import { useVoice } from "@/features/voice/store.ts";
import { Stage } from "./testing/stage.tsx";

const DIRECT = { id: "20", type: 1, recipients: [bob], last_message_id: null, name: null };
const FRIENDS = { id: bob.id, type: FRIEND, user: bob, since: "2026-11-22T12:00:00Z" };
const BOB_INSIDE = voiceState(bob, { guild_id: null, channel_id: "20" });
let media: FakeMedia;

beforeEach(() => {
  media = new FakeMedia();
});

afterEach(() => {
  act(() => {
    useVoice.getState().voice?.close();
    useVoice.setState({ voice: null });
  });
});

async function open(path: string, stored: object[] = []) {
  const rung: FakeRequest[] = [];
  const note = (request: FakeRequest) => {
    rung.push(request);
    return { status: 204 };
  };
  const routes = {
    "GET /api/v10/channels/20/messages": () => ({ status: 200, body: stored }),
    "POST /api/v10/channels/20/call/ring": note,
    "POST /api/v10/channels/20/call/stop-ringing": note,
  };
  const stage = await (await new Stage({ path, routes }).open()).connect();
  await stage.dispatch("RELATIONSHIP_ADD", FRIENDS);
  await stage.dispatch("CHANNEL_CREATE", DIRECT);
  await stage.act(() => {
    const session = stage.engine.session.getState().current;
    if (session) startVoice(stage.engine, session, media);
  });
  const acts = () => rung.map((request) => request.path.split("/").at(-1));
  return { stage, acts };
}

const call = (ringing: string[], voice_states = [BOB_INSIDE]) => ({
  channel_id: "20",
  message_id: "900",
  region: null,
  ringing,
  voice_states,
});

async function letIn(stage: Stage): Promise<void> {
  const own = voiceState(ada, { guild_id: null, channel_id: "20", session_id: "s1" });
  await stage.dispatch("VOICE_STATE_UPDATE", own);
  const d = { channel_id: "20", mode: "mesh", self: "7", peers: [], ice_servers: [], bitrate: 64_000 };
  await stage.act(() => stage.ports.socket.receive({ op: 112, d }));
}

const asked = (stage: Stage) => stage.ports.socket.of(4).at(-1);
const incoming = () => screen.queryByRole("region", { name: "Incoming call" });

test("whoever is called answers from wherever they are, and is in the conversation then", async () => {
  const { stage, acts } = await open("/channels/1/10");
  await stage.dispatch("CALL_CREATE", call([ada.id]));
  const card = within(await screen.findByRole("region", { name: "Incoming call" }));
  expect(card.getByRole("alert")).toHaveTextContent("bob is calling you.");
  await stage.user.click(card.getByRole("button", { name: "Accept" }));
  await waitFor(() => expect(stage.path).toBe("/channels/@me/20"));
  expect(asked(stage)).toMatchObject({ guild_id: null, channel_id: "20", self_mute: false });
  await letIn(stage);
  await stage.dispatch("CALL_UPDATE", call([]));
  await waitFor(() => expect(incoming()).not.toBeInTheDocument());
  const strip = within(await screen.findByRole("region", { name: "Call" }));
  expect(strip.getByRole("status")).toHaveTextContent("2 people in this call");
  expect(strip.getAllByRole("listitem")).toHaveLength(2);
  expect(acts()).toEqual([]);
  const panel = within(await screen.findByRole("region", { name: "Voice" }));
  expect(panel.getByText("bob")).toBeInTheDocument();
  await stage.user.click(panel.getByRole("button", { name: "Leave voice" }));
  expect(asked(stage)).toMatchObject({ guild_id: null, channel_id: null });
});

test("it is declined by keys, also while one types, and ends as it ends for others", async () => {
  const { stage, acts } = await open("/channels/1/10");
  await stage.dispatch("CALL_CREATE", call([ada.id]));
  await screen.findByRole("region", { name: "Incoming call" });
  const field = screen.getByRole("textbox", { name: /^Message/ });
  await stage.user.type(field, "hm");
  await stage.user.keyboard("{Control>}{Shift>}{Backspace}{/Shift}{/Control}");
  await waitFor(() => expect(acts()).toEqual(["stop-ringing"]));
  expect(field).toHaveValue("hm");
  await stage.dispatch("CALL_UPDATE", call([]));
  await waitFor(() => expect(incoming()).not.toBeInTheDocument());
  // Rung anew, it is answered by keys.
  await stage.dispatch("CALL_UPDATE", call([ada.id]));
  await screen.findByRole("region", { name: "Incoming call" });
  await stage.user.keyboard("{Control>}{Shift>}{Enter}{/Shift}{/Control}");
  await waitFor(() => expect(asked(stage)).toMatchObject({ channel_id: "20" }));
  await stage.dispatch("CALL_DELETE", { channel_id: "20" });
  await waitFor(() => expect(incoming()).not.toBeInTheDocument());
});

test("RG1: what nobody says is over rings for half a minute at most", async () => {
  const { stage } = await open("/channels/1/10");
  await stage.dispatch("CALL_CREATE", call([ada.id]));
  await screen.findByRole("region", { name: "Incoming call" });
  await stage.pass(RING_MS_MAX * 2);
  expect(incoming()).not.toBeInTheDocument();
});

test("whoever calls rings the other one once they are in, and may ring again when nobody answered", async () => {
  const { stage, acts } = await open("/channels/@me/20");
  await stage.confirm(0);
  await stage.user.click(await screen.findByRole("button", { name: "Call" }));
  await waitFor(() => expect(asked(stage)).toMatchObject({ guild_id: null, channel_id: "20" }));
  expect(acts()).toEqual([]);
  await letIn(stage);
  await waitFor(() => expect(acts()).toEqual(["ring"]));
  const inside = [voiceState(ada, { guild_id: null, channel_id: "20", session_id: "s1" })];
  await stage.dispatch("CALL_CREATE", call([bob.id], inside));
  const strip = within(await screen.findByRole("region", { name: "Call" }));
  expect(strip.getByRole("status")).toHaveTextContent("Calling bob…");
  expect(screen.queryByRole("button", { name: "Call" })).not.toBeInTheDocument();
  await stage.dispatch("CALL_UPDATE", call([]));
  expect(strip.getByRole("status")).toHaveTextContent("You are alone in this call.");
  await stage.user.click(strip.getByRole("button", { name: "Ring again" }));
  await waitFor(() => expect(acts()).toEqual(["ring", "ring"]));
  // The friendship ends, and the call with it.
  const out = voiceState(ada, { guild_id: null, channel_id: null, session_id: "s1" });
  await stage.dispatch("VOICE_STATE_UPDATE", out);
  expect(await screen.findByText("You are not in the call any more.")).toBeInTheDocument();
});

test("in a group those who are not there are rung again while others talk", async () => {
  const { stage, acts } = await open("/channels/@me/20");
  const cyd = user("cyd", 7);
  await stage.dispatch("CHANNEL_CREATE", { ...DIRECT, type: 3, owner_id: ada.id, recipients: [bob, cyd] });
  await stage.confirm(0);
  await stage.dispatch("CALL_CREATE", call([cyd.id]));
  const strip = within(await screen.findByRole("region", { name: "Call" }));
  await stage.user.click(strip.getByRole("button", { name: "Join the call" }));
  await letIn(stage);
  expect(strip.getByRole("status")).toHaveTextContent("Calling cyd…");
  await stage.dispatch("CALL_UPDATE", call([]));
  await stage.user.click(strip.getByRole("button", { name: "Ring again" }));
  await waitFor(() => expect(acts()).toEqual(["ring"]));
  const third = voiceState(cyd, { guild_id: null, channel_id: "20" });
  await stage.dispatch("VOICE_STATE_UPDATE", third);
  expect(strip.getByRole("status")).toHaveTextContent("3 people in this call");
  expect(strip.queryByRole("button", { name: "Ring again" })).not.toBeInTheDocument();
});

test("a call that goes on is marked in the list and joined without ringing anybody", async () => {
  const { stage, acts } = await open("/channels/@me/20");
  await stage.confirm(0);
  await stage.dispatch("CALL_CREATE", call([]));
  expect(screen.getByRole("link", { name: /^bob.*a call goes on/ })).toBeInTheDocument();
  const strip = within(await screen.findByRole("region", { name: "Call" }));
  expect(strip.getByRole("status")).toHaveTextContent("1 person in this call");
  await stage.user.click(strip.getByRole("button", { name: "Join the call" }));
  await waitFor(() => expect(asked(stage)).toMatchObject({ channel_id: "20" }));
  await letIn(stage);
  expect(strip.getByRole("status")).toHaveTextContent("2 people in this call");
  expect(acts()).toEqual([]);
});

test("nobody calls where they may not write", async () => {
  const { stage } = await open("/channels/@me/20");
  expect(await screen.findByRole("button", { name: "Call" })).toBeInTheDocument();
  await stage.dispatch("RELATIONSHIP_REMOVE", { id: bob.id });
  expect(screen.queryByRole("button", { name: "Call" })).not.toBeInTheDocument();
});

test("what is left of calls says who called, and what became of it", async () => {
  const told = (n: number, call: object) => {
    const { guild_id: _none, ...rest } = message(n, { channel_id: "20", author: bob, content: "" });
    return { ...rest, type: 3, call };
  };
  const at = (n: number) => new Date(Date.parse(told(n, {}).timestamp) + 180_000).toISOString();
  const { stage } = await open("/channels/@me/20", [
    told(3, { participants: [bob.id], ended_timestamp: null }),
    told(2, { participants: [bob.id, ada.id], ended_timestamp: at(2) }),
    told(1, { participants: [bob.id], ended_timestamp: at(1) }),
  ]);
  await stage.confirm(0);
  const log = await screen.findByRole("log");
  await within(log).findByText(/missed a call/);
  const lines = within(log).getAllByRole("article");
  expect(lines.map(({ textContent }) => textContent?.replace(/\d+:\d+.*/, "").trim())).toEqual([
    "You missed a call from bob.",
    "bob started a call that lasted 3 minutes.",
    "bob started a call.",
  ]);
});
