/** Voice over the whole engine: a fake socket, a fake browser, and what a person would notice. */
import { beforeEach, expect, test } from "vitest";
import { createEngine } from "../engine.ts";
import type { Session } from "../session.ts";
import { FakeMediaServer } from "../testing/fake-media-server.ts";
import { FakePorts, settle } from "../testing/fake-ports.ts";
import { FakeMedia, FakeNetwork } from "../testing/fake-voice.ts";
import { ada, bob, guildCreate, member, user, voiceState } from "../testing/samples.ts";
import type { MediaOffer } from "./frames.ts";
import { createVoice, type Voice } from "./voice.ts";

const LOUNGE = { guildId: "1", channelId: "11" };
const cleo = user("cleo", 7);

let ports: FakePorts;
let media: FakeMedia;
let session: Session;
let voice: Voice;

beforeEach(async () => {
  ports = new FakePorts();
  ports.handler = ({ path }) =>
    path === "/api/x/auth/refresh"
      ? { status: 200, body: { user: ada, access_token: "tok", expires_in: 900 } }
      : { status: 200, body: { url: "ws://confab.test/gateway" } };
  media = new FakeMedia(new FakeNetwork(), "ada");
  const engine = createEngine(ports);
  engine.start();
  await settle();
  const { current } = engine.session.getState();
  if (!current) throw new Error("nobody is signed in");
  session = current;
  await greet("mine");
  voice = createVoice(ports, session, media);
});

async function greet(session_id: string, voice_states = [voiceState(bob)]): Promise<void> {
  ports.socket.hello();
  ports.socket.dispatch("READY", { session_id, guilds: [{ id: "1" }], read_state: [] });
  ports.socket.dispatch("GUILD_CREATE", guildCreate({ voice_states }));
  await settle();
}

const peer = (peer_id: string, of = bob, part: object = {}) => ({
  peer_id,
  user_id: of.id,
  mute: false,
  deaf: false,
  ...part,
});

async function room(part: object = {}): Promise<void> {
  const d = {
    channel_id: "11",
    mode: "mesh",
    self: "7",
    peers: [peer("3")],
    ice_servers: [],
    bitrate: 64_000,
    ...part,
  };
  ports.socket.receive({ op: 112, d });
  await settle();
}

async function joins(): Promise<void> {
  voice.join(LOUNGE);
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "mine" }));
  await room();
}

/** Answers the last offer, as bob's browser would. */
async function bobAnswers(from = "3"): Promise<void> {
  const signals = ports.socket.of(110) as { peer_id: string; n: number; sdp?: { sdp: string } }[];
  const offer = signals.findLast(({ sdp, peer_id }) => sdp && peer_id === from);
  const theirs = new FakeMedia(media.network, `peer-${from}`).connect();
  await theirs.setRemoteDescription({ type: "offer", sdp: offer?.sdp?.sdp ?? "" });
  await theirs.setLocalDescription();
  await theirs.addIceCandidate({ candidate: "ada's" });
  const common = { channel_id: "11", peer_id: from, n: offer?.n };
  const { type, sdp } = theirs.localDescription ?? {};
  ports.socket.receive({ op: 110, d: { ...common, sdp: { type, sdp } } });
  ports.socket.receive({ op: 110, d: { ...common, candidate: { candidate: "bob's" } } });
  await settle();
}

const asked = () =>
  ports.socket.of(4) as { channel_id: string | null; self_mute: boolean; self_deaf: boolean }[];
const view = () => voice.store.getState();

test("who joins asks with their mute, and is in when the server has told how", async () => {
  voice.choices.change({ isMuted: true });
  voice.join(LOUNGE);
  expect(asked()).toEqual([
    { guild_id: "1", channel_id: "11", self_mute: true, self_deaf: false, self_video: false },
  ]);
  expect(view()).toMatchObject({ phase: "asking", place: LOUNGE });
  await room();
  expect(view()).toMatchObject({ phase: "in", links: { [bob.id]: "connecting" }, fault: null });
  expect(media.tones).toEqual(["joined"]);
  await bobAnswers();
  expect(view().links).toEqual({ [bob.id]: "connected" });
  expect(media.playing).toHaveLength(1);
  await ports.clock.pass(2_000);
  expect(view().quality).toMatchObject({ grade: "good" });
});

test("speaking is told, and heard of others who are not muted", async () => {
  await joins();
  await ports.clock.pass(50);
  media.microphone.sounds(-20);
  expect(ports.socket.of(113)).toEqual([{ channel_id: "11", peer_id: "7", speaking: true }]);
  ports.socket.receive({ op: 113, d: { channel_id: "11", peer_id: "3", speaking: true } });
  ports.socket.receive({ op: 113, d: { channel_id: "12", peer_id: "3", speaking: false } });
  ports.socket.receive({ op: 113, d: { channel_id: "11", peer_id: "99", speaking: true } });
  expect([...view().speaking].sort()).toEqual([ada.id, bob.id].sort());
  await room({ peers: [peer("3", bob, { mute: true })] });
  expect([...view().speaking]).toEqual([ada.id]);
  ports.socket.receive({ op: 113, d: { channel_id: "11", peer_id: "3", speaking: true } });
  expect(view().speaking.has(bob.id)).toBe(false);
});

test("mute and deafen are told at once, and the deaf are mute too", async () => {
  await joins();
  voice.choices.change({ isMuted: true });
  voice.choices.change({ isMuted: false, isDeafened: true });
  voice.choices.change({ hasTones: false });
  expect(asked().slice(1)).toMatchObject([
    { channel_id: "11", self_mute: true, self_deaf: false },
    { channel_id: "11", self_mute: true, self_deaf: true },
  ]);
});

test("who is muted by a moderator is not sent, and who is deafened hears nobody", async () => {
  await joins();
  await bobAnswers();
  ports.clock.sleep(50);
  media.microphone.sounds(-20);
  const mine = { session_id: "mine", mute: true, deaf: true };
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, mine));
  expect([media.microphone.track.enabled, media.playing[0]?.volume]).toEqual([false, 0]);
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "mine" }));
  expect(media.playing[0]?.volume).toBe(1);
});

test("whoever comes and goes is heard to, where one is", async () => {
  await joins();
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(cleo));
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(cleo, { self_mute: true }));
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(cleo, { channel_id: null }));
  expect(media.tones).toEqual(["joined", "joined", "left"]);
  voice.choices.change({ hasTones: false });
  voice.leave();
  expect(media.tones).toHaveLength(3);
});

test("who leaves says so, and lets go of all", async () => {
  await joins();
  await bobAnswers();
  voice.leave();
  expect(asked().at(-1)).toMatchObject({ channel_id: null });
  expect(view()).toMatchObject({ phase: "out", place: null, links: {} });
  expect([media.microphone.isClosed, media.playing.length]).toEqual([true, 0]);
  await ports.clock.pass(30_000);
  expect(ports.socket.of(110).length).toBeLessThan(10);
});

test("a refusal is said, until it is dismissed", async () => {
  voice.join(LOUNGE);
  ports.socket.dispatch("X_VOICE_REFUSED", { channel_id: "11", code: 900_015, message: "full" });
  expect(view()).toMatchObject({ phase: "out", fault: "full" });
  voice.dismiss();
  expect(view().fault).toBeNull();
});

test("a server that does not answer is given up, but not while the connection is gone", async () => {
  voice.join(LOUNGE);
  ports.socket.end();
  await ports.clock.pass(20_000);
  expect(view().phase).toBe("asking");
  await greet("second");
  expect(asked()).toHaveLength(1);
  await ports.clock.pass(5_000);
  expect(view()).toMatchObject({ phase: "out", fault: "noAnswer" });
});

test("without a connection nobody joins", async () => {
  ports.socket.end();
  voice.join(LOUNGE);
  expect(view()).toMatchObject({ phase: "out", fault: "offline" });
});

test("without a microphone one listens", async () => {
  media.failure = "NotAllowedError";
  await joins();
  await bobAnswers();
  expect(view()).toMatchObject({ phase: "in", microphoneFault: "denied", links: { [bob.id]: "connected" } });
});

test("after a resume what stands stays, and what does not begins anew", async () => {
  await joins();
  await bobAnswers();
  await room({ peers: [peer("3"), peer("5", cleo)] });
  ports.socket.end();
  await ports.clock.pass(2_000);
  ports.socket.hello();
  ports.socket.dispatch("RESUMED", {});
  await room({ peers: [peer("3"), peer("5", cleo)] });
  await bobAnswers("5");
  expect(view().links).toEqual({ [bob.id]: "connected", [cleo.id]: "connected" });
  expect(media.network.connections.filter(({ id }) => id.startsWith("ada"))).toHaveLength(3);
  // What was chosen meanwhile was not heard.
  expect(asked()).toMatchObject([{ channel_id: "11", self_mute: false }]);
});

test("what is chosen without a connection is said when there is one", async () => {
  await joins();
  ports.socket.end();
  voice.choices.change({ isMuted: true });
  await ports.clock.pass(2_000);
  ports.socket.hello();
  ports.socket.dispatch("RESUMED", {});
  expect(asked()).toMatchObject([{ channel_id: "11", self_mute: true }]);
  ports.socket.end();
  voice.leave();
  await ports.clock.pass(2_000);
  ports.socket.hello();
  ports.socket.dispatch("RESUMED", {});
  expect(asked()).toMatchObject([{ guild_id: null, channel_id: null }]);
});

test("whoever is gone from the guild is out of its rooms, and their microphone is closed", async () => {
  await joins();
  ports.socket.dispatch("GUILD_DELETE", { id: "1", unavailable: true });
  ports.socket.dispatch("GUILD_DELETE", { id: "2" });
  expect(view().phase).toBe("in");
  ports.socket.dispatch("GUILD_DELETE", { id: "1" });
  expect(view()).toMatchObject({ phase: "out", fault: "ended" });
  expect(media.microphones.every(({ isClosed }) => isClosed)).toBe(true);
});

test("whoever is put in time-out is told that this is why they are out, and cannot come in", async () => {
  const until = new Date(ports.clock.now() + 60_000).toISOString();
  const timedOut = { ...member(ada), communication_disabled_until: until };
  await joins();
  ports.socket.dispatch("GUILD_MEMBER_UPDATE", { ...timedOut, guild_id: "1" });
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { channel_id: null, session_id: "mine" }));
  expect(view()).toMatchObject({ phase: "out", fault: "timedOut" });
  voice.join(LOUNGE);
  ports.socket.dispatch("X_VOICE_REFUSED", { channel_id: "11", code: 50_013, message: "no" });
  expect(view()).toMatchObject({ phase: "out", fault: "timedOut" });
  await ports.clock.pass(60_000);
  voice.join(LOUNGE);
  ports.socket.dispatch("X_VOICE_REFUSED", { channel_id: "11", code: 50_013, message: "no" });
  expect(view()).toMatchObject({ phase: "out", fault: "forbidden" });
});

test("a channel that is gone has no room", async () => {
  await joins();
  ports.socket.dispatch("CHANNEL_DELETE", { id: "11", guild_id: "1" });
  expect(view()).toMatchObject({ phase: "out", fault: "ended" });
});

test("who moves to another guild is not put out by what the former one says last", async () => {
  await joins();
  voice.join({ guildId: "2", channelId: "21" });
  const there = voiceState(ada, { guild_id: "2", channel_id: "21", session_id: "mine" });
  ports.socket.dispatch("VOICE_STATE_UPDATE", there);
  await room({ channel_id: "21", self: "9", peers: [] });
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { channel_id: null, session_id: "mine" }));
  expect(view()).toMatchObject({ phase: "in", fault: null, place: { guildId: "2", channelId: "21" } });
});

test("a new session joins the same room with the same mute", async () => {
  voice.choices.change({ isMuted: true });
  await joins();
  await bobAnswers();
  ports.socket.end();
  await ports.clock.pass(2_000);
  await greet("second");
  expect(asked()).toMatchObject([{ channel_id: "11", self_mute: true }]);
  expect(media.playing).toHaveLength(1);
  await room({ self: "12", peers: [peer("13")] });
  expect(view()).toMatchObject({ phase: "in", links: { [bob.id]: "connecting" } });
});

test("who joins on another device, or in another tab, is out here", async () => {
  await joins();
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "another" }));
  expect(view()).toMatchObject({ phase: "out", fault: "elsewhere" });
  expect(asked()).toHaveLength(1);
});

test("a room that goes over to the media server is heard all the while, and each once", async () => {
  const server = new FakeMediaServer(new FakeMedia(media.network, "server"));
  await joins();
  await bobAnswers();
  ports.clock.sleep(50);
  media.microphone.sounds(-20);
  await room({ mode: "sfu", peers: [peer("3"), peer("5", cleo)] });
  expect(view()).toMatchObject({ fault: null, links: { [bob.id]: "connected", [cleo.id]: "connecting" } });
  for (const d of ports.socket.of(111)) server.heard({ op: 111, d: d as MediaOffer });
  const answer = await server.answer();
  ports.socket.receive({ op: 111, d: answer });
  ports.socket.receive({ op: 111, d: { channel_id: "11", n: answer.n, slots: { 1: "3", 2: "5" } } });
  await settle();
  expect(view().links).toEqual({ [bob.id]: "connected", [cleo.id]: "connected" });
  expect(media.playing.map(({ track }) => track.label)).toEqual(["line 1 of ada/2", "line 2 of ada/2"]);
  await ports.clock.pass(3_000);
  expect(media.network.open.map(({ id }) => id)).not.toContain("ada/1");
  // The media server hears by itself who speaks.
  media.microphone.sounds(-90);
  expect(ports.socket.of(113)).toHaveLength(1);
});

test("whoever hides their address, on whichever device, lets go of the others at once", async () => {
  await joins();
  await bobAnswers();
  expect(view().links).toEqual({ [bob.id]: "connected" });
  ports.socket.dispatch("X_SETTINGS", { settings: { hide_address: true } });
  expect(media.network.open.map(({ id }) => id)).not.toContain("ada/1");
  await room({ mode: "sfu" });
  expect(ports.socket.of(111)).toHaveLength(1);
  // Without a media server they are told why they are out.
  ports.socket.dispatch("X_VOICE_REFUSED", { channel_id: "11", code: 900_016, message: "" });
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(ada, { session_id: "mine", channel_id: null }));
  expect(view()).toMatchObject({ phase: "out", fault: "addressHidden" });
});

test("a media server that cannot be reached is said, until it can", async () => {
  const server = new FakeMediaServer(new FakeMedia(media.network, "server"));
  voice.join(LOUNGE);
  await room({ mode: "sfu" });
  await ports.clock.pass(5_000);
  expect(view()).toMatchObject({ phase: "in", fault: "mediaUnreachable", links: { [bob.id]: "failed" } });
  await ports.clock.pass(1_000);
  server.heard({ op: 111, d: ports.socket.of(111).at(-1) as MediaOffer });
  ports.socket.receive({ op: 111, d: await server.answer() });
  await settle();
  expect(view()).toMatchObject({ fault: null, links: { [bob.id]: "connected" } });
});

test("a room of a way that is not known is left, and it is said why", async () => {
  voice.join(LOUNGE);
  await room({ mode: "pigeons" });
  expect(view()).toMatchObject({ phase: "out", fault: "unsupported" });
  expect(asked().at(-1)).toMatchObject({ channel_id: null });
});

test("a key that is held opens the microphone", async () => {
  voice.choices.change({ opensBy: "key" });
  await joins();
  voice.push(true);
  expect(media.microphone.track.enabled).toBe(true);
  voice.push(false);
  expect(media.microphone.track.enabled).toBe(false);
});

test("who signs out leaves", async () => {
  await joins();
  voice.close();
  expect(asked().at(-1)).toMatchObject({ channel_id: null });
  ports.socket.dispatch("VOICE_STATE_UPDATE", voiceState(cleo));
  expect(media.tones).toEqual(["joined", "left"]);
});
