import { expect, test } from "vitest";
import { isLastRead, noteReceipts, type Receipts, reachOf } from "./receipts.ts";

const note = (state: Receipts, user: string, message: string, kind: "delivered" | "read") =>
  noteReceipts(state, { channel_id: "1", receipts: [{ user_id: user, message_id: message, kind }] });

test("re1 nobody goes back, and whoever read a message got it", () => {
  let state = note({}, "7", "20", "delivered");
  expect(reachOf(state, "1", "20")).toEqual({ read: [], delivered: ["7"] });
  state = note(state, "7", "9", "delivered");
  state = note(state, "7", "20", "read");
  state = note(state, "7", "9", "read");
  expect(reachOf(state, "1", "20")).toEqual({ read: ["7"], delivered: [] });
  expect(reachOf(state, "1", "100")).toEqual({ read: [], delivered: [] });
  expect(reachOf(state, "2", "20")).toEqual({ read: [], delivered: [] });
});

test("a message is the last that somebody read until they read a later one", () => {
  let state = note(note({}, "7", "20", "read"), "8", "20", "read");
  state = note(state, "7", "21", "read");
  expect(isLastRead(state, "1", "20")).toBe(true);
  state = note(state, "8", "21", "read");
  expect(isLastRead(state, "1", "20")).toBe(false);
  expect(isLastRead(state, "1", "21")).toBe(true);
  expect(reachOf(state, "1", "20").read).toEqual(["7", "8"]);
});
