import { expect, test } from "vitest";
import { suggestedName } from "./thread-name.ts";

test.each([
  ["", ""],
  ["short", "short"],
  ["**bold** `code`\nsecond line", "bold code"],
  ["<@123> what about ||this||?", "what about this ?"],
  ["word ".repeat(30), `${"word ".repeat(8).trim()}…`],
])("%j suggests %j", (content, name) => expect(suggestedName(content)).toBe(name));
