import { expect, test } from "vitest";
import { FakeMedia } from "../testing/fake-voice.ts";
import { USUAL } from "./choices.ts";
import { createListening } from "./listening.ts";

const sound = (label: string) => ({ label }) as MediaStreamTrack;

function two() {
  const media = new FakeMedia();
  const listening = createListening(media, USUAL);
  listening.heard("bob", sound("bob"));
  listening.heard("cleo", sound("cleo"));
  const volumes = () => media.playing.map(({ track, volume }) => [track.label, volume]);
  return { media, listening, volumes };
}

test("each is as loud as the listener wants them", () => {
  const { listening, volumes } = two();
  const people = { bob: { volume: 0.3, isMuted: false }, cleo: { volume: 1, isMuted: true } };
  listening.follow({ ...USUAL, people });
  expect(volumes()).toEqual([
    ["bob", 0.3],
    ["cleo", 0],
  ]);
  listening.follow({ ...USUAL, people, isDeafened: true });
  expect(volumes().map(([, volume]) => volume)).toEqual([0, 0]);
});

test("li1 whoever is muted in the room is not heard, and the deaf hear nobody", () => {
  const { listening, volumes } = two();
  listening.silence(new Set(["bob"]));
  expect(volumes()).toEqual([
    ["bob", 0],
    ["cleo", 1],
  ]);
  listening.silence(null);
  expect(volumes().map(([, volume]) => volume)).toEqual([0, 0]);
  listening.silence(new Set());
  expect(volumes().map(([, volume]) => volume)).toEqual([1, 1]);
});

test("a new sound takes the place of the old one, at the chosen loudspeaker", () => {
  const { media, listening, volumes } = two();
  listening.follow({ ...USUAL, output: "desk" });
  listening.heard("bob", sound("bob anew"));
  expect(media.playing.map(({ output }) => output)).toEqual(["desk", "desk"]);
  expect(volumes().map(([label]) => label)).toEqual(["cleo", "bob anew"]);
  listening.heard("cleo", null);
  expect(media.playing).toHaveLength(1);
  listening.close();
  expect(media.playing).toEqual([]);
});
