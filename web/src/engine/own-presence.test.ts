import { expect, test } from "vitest";
import { readOwnPresence } from "./own-presence.ts";

const ONLINE = { status: "online", text: null, textEndsMs: null };

test("what is not chosen, or wrong, is online without a text", () => {
  for (const settings of [null, {}, { status: "away", custom_status: 3 }, { custom_status: { text: 1 } }]) {
    expect(readOwnPresence(settings, 0)).toEqual(ONLINE);
  }
});

test("a text is there until it ends", () => {
  const settings = {
    status: "dnd",
    custom_status: { text: "Away", expires_at: "1970-01-01T00:00:05.000000+00:00" },
  };
  expect(readOwnPresence(settings, 4_999)).toEqual({ status: "dnd", text: "Away", textEndsMs: 5_000 });
  expect(readOwnPresence(settings, 5_000)).toEqual({ status: "dnd", text: null, textEndsMs: null });
  const forGood = { custom_status: { text: "Here", expires_at: null } };
  expect(readOwnPresence(forGood, 9)).toEqual({ status: "online", text: "Here", textEndsMs: null });
});
