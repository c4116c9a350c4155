import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { isInside } from "./inside.ts";
import { NOWHERE, type VoiceView } from "./view.ts";

const place = { guildId: "@me", channelId: "20" };
const asking = (): VoiceView => ({ ...NOWHERE, phase: "asking", place });

test("one is inside when the server has let one in, and not when it has not", async () => {
  const store = createStore<VoiceView>(asking);
  const inside = isInside({ store }, "20");
  store.setState({ quality: null });
  store.setState({ phase: "in" });
  expect(await inside).toBe(true);
  expect(await isInside({ store }, "20")).toBe(true);
  expect(await isInside({ store }, "21")).toBe(false);

  const refused = createStore<VoiceView>(asking);
  const outside = isInside({ store: refused }, "20");
  refused.setState(NOWHERE);
  expect(await outside).toBe(false);

  const elsewhere = createStore<VoiceView>(asking);
  const moved = isInside({ store: elsewhere }, "20");
  elsewhere.setState({ phase: "in", place: { guildId: "1", channelId: "11" } });
  expect(await moved).toBe(false);
});
