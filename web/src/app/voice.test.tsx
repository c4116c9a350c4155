/** Voice over a fake server and a fake browser: found and used as a person would. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { FakeMedia } from "@/engine/testing/fake-voice.ts";
import { ada, bob, channel, member, user, voiceState } from "@/engine/testing/samples.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { startVoice } from "@/features/voice/start.ts";
import { useVoice } from "@/features/voice/store.ts";
import { Stage } from "./testing/stage.tsx";

const cleo = user("cleo", 7);
let media: FakeMedia;

beforeEach(() => {
  media = new FakeMedia();
});

afterEach(() => {
  act(() => {
    useVoice.getState().voice?.close();
    useVoice.setState({ voice: null });
  });
  vi.unstubAllGlobals();
});

async function open(path = "/channels/1/10", voice_states = [voiceState(bob)]): Promise<Stage> {
  const guild = { voice_states, members: [member(ada), member(bob), member(cleo)], member_count: 3 };
  return (await new Stage({ guild, path }).open()).connect();
}

/** The page's own voice, but for the devices. */
async function starts(stage: Stage): Promise<Voice> {
  const session = stage.engine.session.getState().current;
  if (!session) throw new Error("nobody is signed in");
  let voice: Voice | null = null;
  await stage.act(() => {
    voice = startVoice(stage.engine, session, media);
  });
  if (!voice) throw new Error("it did not start");
  return voice;
}

const peerOf = (of = bob, part: object = {}) => ({
  peer_id: `9${of.id}`,
  user_id: of.id,
  mute: false,
  deaf: false,
  ...part,
});

async function room(stage: Stage, peers = [peerOf()]): Promise<void> {
  const d = { channel_id: "11", mode: "mesh", self: "7", peers, ice_servers: [], bitrate: 64_000 };
  await stage.act(() => stage.ports.socket.receive({ op: 112, d }));
}

/** Presses Lounge, and the server lets them in. */
async function joins(stage: Stage): Promise<Voice> {
  const voice = await starts(stage);
  await stage.user.click(screen.getByRole("button", { name: "Join Lounge" }));
  await waitFor(() => expect(stage.ports.socket.of(4)).toHaveLength(1));
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "s1" }));
  await room(stage);
  await screen.findByRole("region", { name: "Voice" });
  return voice;
}

const inside = () => within(screen.getByRole("list", { name: "In Lounge" }));
const panel = () => within(screen.getByRole("region", { name: "Voice" }));
const asked = (stage: Stage) => stage.ports.socket.of(4).at(-1) as { channel_id: string | null };

test("who is in a voice channel stands below it, with what keeps them from being heard", async () => {
  const stage = await open();
  expect(inside().getAllByRole("listitem")).toHaveLength(1);
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(bob, { mute: true, self_deaf: true }));
  expect(inside().getByRole("img", { name: "Muted by a moderator" })).toBeInTheDocument();
  expect(inside().getByRole("img", { name: "Deaf" })).toBeInTheDocument();
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(bob, { channel_id: null }));
  expect(screen.queryByRole("list", { name: "In Lounge" })).not.toBeInTheDocument();
});

test("one joins by Enter, mutes, deafens and leaves by the panel", async () => {
  const stage = await open();
  await starts(stage);
  await stage.act(() => screen.getByRole("button", { name: "Join Lounge" }).focus());
  await stage.user.keyboard("{Enter}");
  await waitFor(() => expect(asked(stage)).toMatchObject({ channel_id: "11", self_mute: false }));
  expect(await screen.findByText("Joining…")).toBeInTheDocument();
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "s1" }));
  await room(stage, []);
  expect(panel().getByRole("status")).toHaveTextContent("Voice connected");
  expect(screen.getByRole("button", { name: "Lounge, you are here" })).toHaveAttribute("aria-current");

  await stage.user.click(panel().getByRole("button", { name: "Mute" }));
  expect(asked(stage)).toMatchObject({ self_mute: true });
  await stage.user.click(panel().getByRole("button", { name: "Deafen" }));
  expect(asked(stage)).toMatchObject({ self_mute: true, self_deaf: true });
  await stage.user.click(panel().getByRole("button", { name: "Unmute" }));
  expect(asked(stage)).toMatchObject({ self_mute: false, self_deaf: false });
  await stage.user.click(panel().getByRole("button", { name: "Leave voice" }));
  expect(asked(stage)).toMatchObject({ channel_id: null });
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { channel_id: null }));
  await waitFor(() => expect(screen.queryByRole("region", { name: "Voice" })).not.toBeInTheDocument());
});

test("whoever speaks is marked, and whoever cannot be reached too", async () => {
  const stage = await open();
  await joins(stage);
  const speaks = { channel_id: "11", peer_id: peerOf().peer_id, speaking: true };
  await stage.act(() => stage.ports.socket.receive({ op: 113, d: speaks }));
  expect(inside().getByText(/speaks/)).toBeInTheDocument();
  expect(panel().getByRole("status")).toHaveTextContent("Connecting to the others…");
  await stage.pass(8_000);
  expect(inside().getByText("no connection")).toBeInTheDocument();
  expect(panel().getByRole("alert")).toHaveTextContent(/^One person cannot be reached/);
});

test("of each person the volume is chosen, and kept", async () => {
  const stage = await open();
  await joins(stage);
  await stage.user.click(inside().getByRole("button", { name: /bob/ }));
  const volume = await screen.findByRole("slider", { name: /Volume/ });
  await stage.act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(volume, "40");
    volume.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await stage.user.click(screen.getByRole("switch", { name: "Mute for me" }));
  expect(screen.queryByRole("switch", { name: "Mute for everybody" })).not.toBeInTheDocument();
  const kept = JSON.parse(stage.ports.shelf.get("confab.voice") ?? "null");
  expect(kept.people).toEqual({ [bob.id]: { volume: 0.4, isMuted: true } });
  await stage.user.keyboard("{Escape}");
  expect(await inside().findByRole("img", { name: "Muted for you" })).toBeInTheDocument();
});

test("a moderator mutes somebody for everybody, and puts them out", async () => {
  const routes = { [`PATCH /api/v10/guilds/1/members/${bob.id}`]: () => ({ status: 200, body: {} }) };
  const stage = new Stage({ guild: { owner_id: ada.id, voice_states: [voiceState(bob)] }, routes });
  await (await stage.open()).connect();
  await joins(stage);
  await stage.user.click(inside().getByRole("button", { name: /bob/ }));
  await stage.user.click(await screen.findByRole("switch", { name: "Mute for everybody" }));
  await waitFor(() => expect(stage.requests.at(-1)?.body).toEqual({ mute: true }));
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(bob, { mute: true }));
  expect(screen.getByRole("switch", { name: "Mute for everybody" })).toBeChecked();
  await stage.user.click(screen.getByRole("switch", { name: "Deafen" }));
  await waitFor(() => expect(stage.requests.at(-1)?.body).toEqual({ deaf: true }));
  await stage.user.click(screen.getByRole("button", { name: "Put out of the channel" }));
  await waitFor(() => expect(stage.requests.at(-1)?.body).toEqual({ channel_id: null }));
});

test.each([
  [10_003, "This channel is not here any more, or you may not see it."],
  [50_013, "You may not join this channel."],
  [900_015, "This channel is full."],
  [50_024, "Nobody can talk in this channel."],
])("refused by %i: one sentence, until it is dismissed", async (code, sentence) => {
  const stage = await open();
  await starts(stage);
  await stage.user.click(screen.getByRole("button", { name: "Join Lounge" }));
  await waitFor(() => expect(stage.ports.socket.of(4)).toHaveLength(1));
  await stage.dispatch("X_VOICE_REFUSED", { channel_id: "11", code, message: "no" });
  expect(await screen.findByRole("alert")).toHaveTextContent(sentence);
  await stage.user.click(panel().getByRole("button", { name: "Dismiss" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: "Voice" })).not.toBeInTheDocument());
});

test("who may not use a microphone is told that they only listen", async () => {
  media.failure = "NotAllowedError";
  const stage = await open();
  await joins(stage);
  expect(panel().getByRole("alert")).toHaveTextContent(/you only listen/);
});

test("muted by a moderator, the panel says so", async () => {
  const stage = await open();
  await joins(stage);
  await stage.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "s1", mute: true }));
  expect(panel().getByRole("button", { name: "Muted by a moderator" })).toBeInTheDocument();
});

test.each([
  ["s1", "You are in voice in another tab.", true],
  ["another", "You are in voice on another device.", false],
])("in voice elsewhere, session %s: it can be brought here", async (session_id, sentence, mayLeave) => {
  const stage = await open("/channels/1/10", [voiceState(ada, { session_id })]);
  expect(await screen.findByText(sentence)).toBeInTheDocument();
  const leave = panel().queryByRole("button", { name: "Leave voice" });
  expect(leave !== null).toBe(mayLeave);
  if (leave) {
    await stage.user.click(leave);
    expect(asked(stage)).toMatchObject({ guild_id: "1", channel_id: null });
  }
  await starts(stage);
  await stage.user.click(panel().getByRole("button", { name: "Move here" }));
  await waitFor(() => expect(asked(stage)).toMatchObject({ channel_id: "11" }));
});

test("a channel with a limit shows how many are in it", async () => {
  const stage = await open();
  await stage.dispatch("CHANNEL_UPDATE", channel("11", { name: "Lounge", type: 2, user_limit: 25 }));
  expect(screen.getByRole("button", { name: "Join Lounge" })).toHaveTextContent("1 / 25");
});

test("the settings try the microphone, and keep what is chosen", async () => {
  vi.stubGlobal("navigator", Object.assign(navigator, { mediaDevices: fakeDevices() }));
  const stage = await open("/settings/voice", []);
  await starts(stage);
  const test = await screen.findByRole("button", { name: "Try the microphone" });
  await stage.user.click(test);
  await stage.act(() => media.microphone.sounds(-30));
  expect(screen.getByRole("meter", { name: "Loudness" })).toHaveAttribute("aria-valuetext", "-30 dB");
  expect(await screen.findByText(/your sound came back by UDP/)).toHaveTextContent(
    "from 127.0.0.1:9 (of this machine) to 127.0.0.1:9 (of this machine)",
  );
  await stage.user.click(screen.getByRole("switch", { name: /Hear yourself/ }));
  expect(media.playing).toHaveLength(1);
  await stage.user.click(screen.getByRole("button", { name: "Stop" }));
  expect([media.microphone.isClosed, media.playing.length]).toEqual([true, 0]);

  await stage.user.selectOptions(screen.getByLabelText("Microphone"), "Desk");
  await stage.user.click(screen.getByRole("radio", { name: /A key/ }));
  await stage.user.click(screen.getByRole("button", { name: "Choose another key" }));
  await stage.user.keyboard("t");
  await stage.user.click(screen.getByRole("radio", { name: /^As it is/ }));
  await stage.user.click(screen.getByRole("switch", { name: /Sounds when/ }));
  const kept = { input: "d1", opensBy: "key", key: "KeyT", noise: "kept", hasTones: false };
  expect(JSON.parse(stage.ports.shelf.get("confab.voice") ?? "null")).toMatchObject(kept);

  media.failure = "NotFoundError";
  await stage.user.click(screen.getByRole("button", { name: "Try the microphone" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("No microphone was found");
});

test("one hides one's address for all devices, and shows it again", async () => {
  const asked: unknown[] = [];
  const routes = {
    "PATCH /api/x/me/settings": ({ body }: FakeRequest) => {
      asked.push(body);
      return { status: 200, body: asked.length === 1 ? { hide_address: true } : {} };
    },
  };
  const stage = await (await new Stage({ path: "/settings/voice", routes }).open()).connect();
  await starts(stage);
  const hide = await screen.findByRole("switch", { name: /Hide my address/ });
  expect(hide).not.toBeChecked();
  await stage.user.click(hide);
  await waitFor(() => expect(hide).toBeChecked());
  await stage.user.click(hide);
  await waitFor(() => expect(hide).not.toBeChecked());
  expect(asked).toEqual([{ hide_address: true }, { hide_address: null }]);
});

function fakeDevices() {
  const all = [
    { kind: "audioinput", deviceId: "default", label: "Default" },
    { kind: "audioinput", deviceId: "d1", label: "Desk" },
    { kind: "audiooutput", deviceId: "d2", label: "Phones" },
  ];
  return Object.assign(new EventTarget(), { enumerateDevices: async () => all });
}
