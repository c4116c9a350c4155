/**
 * How somebody speaks and hears in this browser: kept in it, as each has its own microphone and place.
 *
 * - VC1  What is stored wrongly is as if it was not chosen.
 * - VC2  Of so many people the volume is remembered; who was changed last is forgotten last.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Cancel, Shelf } from "../ports.ts";
import { asRecord } from "../settings.ts";
import type { Id } from "../wire.ts";

export interface PersonChoice {
  /** From 0 to 1. */
  volume: number;
  isMuted: boolean;
}

/** What becomes of noise around the microphone: it stays, the browser takes it out, or a network that learned what speech is. */
export type NoiseChoice = "kept" | "browser" | "rnnoise";

export interface VoiceChoices {
  /** Ids of devices; null is what the system prefers. */
  input: string | null;
  output: string | null;
  noise: NoiseChoice;
  /** What opens the microphone: a voice, or a key that is held. */
  opensBy: "voice" | "key";
  thresholdDb: number;
  /** `KeyboardEvent.code`. */
  key: string;
  isMuted: boolean;
  isDeafened: boolean;
  hasTones: boolean;
  people: Readonly<Record<Id, PersonChoice>>;
}

export const THRESHOLD_DB = { min: -90, max: -10 };
export const AS_IT_IS: PersonChoice = { volume: 1, isMuted: false };

export const USUAL: VoiceChoices = {
  input: null,
  output: null,
  noise: "browser",
  opensBy: "voice",
  thresholdDb: -60,
  key: "AltRight",
  isMuted: false,
  isDeafened: false,
  hasTones: true,
  people: {},
};

const KEY = "confab.voice";
const PEOPLE_MAX = 200;

export interface KeptChoices {
  store: StoreApi<VoiceChoices>;
  change(part: Partial<VoiceChoices>): void;
  changePerson(userId: Id, part: Partial<PersonChoice>): void;
  close: Cancel;
}

export function createChoices(shelf: Shelf): KeptChoices {
  const store = createStore<VoiceChoices>(() => readChoices(shelf.get(KEY)));
  // Another tab may be the one in which it is chosen.
  const unwatch = shelf.watch((key) => {
    if (key === KEY) store.setState(readChoices(shelf.get(KEY)), true);
  });

  function change(part: Partial<VoiceChoices>): void {
    const next = { ...store.getState(), ...part };
    shelf.set(KEY, JSON.stringify(next));
    store.setState(next, true);
  }

  return {
    store,
    change,
    changePerson(userId, part) {
      const { [userId]: before = AS_IT_IS, ...others } = store.getState().people;
      const all = [...Object.entries(others), [userId, { ...before, ...part }] as const];
      const kept = all.filter(([, choice]) => choice.isMuted || choice.volume !== AS_IT_IS.volume);
      change({ people: Object.fromEntries(kept.slice(-PEOPLE_MAX)) });
    },
    close: unwatch,
  };
}

/** VC1 */
export function readChoices(stored: string | null): VoiceChoices {
  let value: unknown = null;
  try {
    value = JSON.parse(stored ?? "null");
  } catch {
    value = null;
  }
  const {
    input,
    output,
    noise,
    isCleaned,
    opensBy,
    thresholdDb,
    key,
    isMuted,
    isDeafened,
    hasTones,
    people,
  } = asRecord(value);
  return {
    input: readId(input),
    output: readId(output),
    noise: readNoise(noise, isCleaned),
    opensBy: opensBy === "key" ? "key" : "voice",
    thresholdDb: readBetween(thresholdDb, THRESHOLD_DB.min, THRESHOLD_DB.max) ?? USUAL.thresholdDb,
    key: readId(key) ?? USUAL.key,
    isMuted: isMuted === true,
    isDeafened: isDeafened === true,
    hasTones: hasTones !== false,
    people: Object.fromEntries(
      Object.entries(asRecord(people))
        .slice(-PEOPLE_MAX)
        .map(([id, choice]) => [id, readPerson(asRecord(choice))]),
    ),
  };
}

function readPerson({ volume, isMuted }: Readonly<Record<string, unknown>>): PersonChoice {
  return { volume: readBetween(volume, 0, 1) ?? AS_IT_IS.volume, isMuted: isMuted === true };
}

function readId(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function readBetween(value: unknown, min: number, max: number): number | null {
  return typeof value === "number" && value >= min && value <= max ? value : null;
}

/** Former clients kept whether it was taken out. */
function readNoise(noise: unknown, isCleaned: unknown): NoiseChoice {
  if (noise === "kept" || noise === "browser" || noise === "rnnoise") return noise;
  return isCleaned === false ? "kept" : USUAL.noise;
}
