import { expect, test } from "vitest";
import { permalink, readPermalink } from "./permalink.ts";

const ORIGIN = "https://confab.test";

test("what is shared is read back", () => {
  for (const guildId of ["10", "@me"])
    for (const messageId of ["30", null]) {
      const place = { guildId, channelId: "20", messageId };
      expect(readPermalink(ORIGIN, permalink(ORIGIN, place))).toEqual(place);
    }
  expect(permalink(ORIGIN, { guildId: "1", channelId: "2", messageId: "3" })).toBe(
    `${ORIGIN}/channels/1/2/3`,
  );
  expect(readPermalink(ORIGIN, `${ORIGIN}/channels/1/2?message=3`)?.messageId).toBe("3");
});

test.each([
  "https://other.test/channels/1/2/3",
  "https://confab.test.evil.test/channels/1/2",
  `${ORIGIN}/channels/1`,
  `${ORIGIN}/channels/1/2/3/4`,
  `${ORIGIN}/channels/a/b`,
  `${ORIGIN}/invite/abc`,
  "nonsense",
])("%s leads nowhere in here", (href) => {
  expect(readPermalink(ORIGIN, href)).toBeNull();
});
