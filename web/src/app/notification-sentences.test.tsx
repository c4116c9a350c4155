/** What a notification says, by what it stands for. */
import { getI18n } from "react-i18next";
import { beforeAll, expect, test } from "vitest";
import { NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import type { Notice } from "@/engine/notifying/board.ts";
import { placeOf } from "@/engine/notifying/news.ts";
import { ada, bob, channel, guildCreate, message } from "@/engine/testing/samples.ts";
import type { Message } from "@/engine/wire.ts";
import { sentencesOf } from "@/features/notifications/sentences.ts";

// The sentences of the page come first: see `testing/setup.ts`.
beforeAll(() => import("./i18n/add-notifications.ts"));

const direct = { ...channel("77", { type: 1, name: null, recipients: [bob] }), guild_id: undefined as never };
const group = { ...direct, id: "78", type: 3, name: "Trip" };
const READY = {
  name: "READY" as const,
  data: { guilds: [{ id: "1" }], user: ada, private_channels: [direct, group] },
};
const guilds = reduceGuilds(
  reduceGuilds(NO_GUILDS, READY, ada.id),
  { name: "GUILD_CREATE", data: guildCreate() },
  ada.id,
);

function says(channelId: string, part: Partial<Notice>, said: Partial<Message> | null = {}) {
  const place = placeOf(guilds, channelId);
  if (!place) throw new Error("there is no such channel");
  const news = {
    channelId,
    messageId: "1",
    message: said && message(1, { content: "**hi** there", ...said }),
    isMention: false,
  };
  const notice: Notice = { news, count: 1, isVague: false, isMissed: false, ...part };
  const { title, body } = sentencesOf(getI18n().t, { notice, ...place });
  return `${title} | ${body}`;
}

test.each<[string, string, Partial<Notice>, Partial<Message> | null, string]>([
  ["one message", "10", {}, {}, "bob in #general, Rookery | hi there"],
  ["one in a conversation", "77", {}, {}, "bob | hi there"],
  ["one in a group", "78", {}, {}, "bob in Trip | hi there"],
  ["several in a group", "78", { count: 2 }, {}, "2 new messages in Trip | bob: hi there"],
  ["several", "10", { count: 5 }, {}, "5 new messages in #general | bob: hi there"],
  ["several in a conversation", "77", { count: 2 }, {}, "2 new messages in @bob | bob: hi there"],
  ["more than could be counted", "10", { isVague: true }, null, "New messages in #general | Rookery"],
  [
    "what was missed",
    "10",
    { count: 3, isMissed: true },
    null,
    "3 messages for you in #general while you were away | Rookery",
  ],
  [
    "nothing but a file",
    "10",
    {},
    { content: "", attachments: [{} as never] },
    "bob in #general, Rookery | 1 file",
  ],
])("%s", (_, channelId, part, said, expected) => {
  expect(says(channelId, part, said)).toBe(expected);
});

test("names that would turn text round do not", () => {
  const author = { ...bob, id: "9", username: "eve\u202E", global_name: null };
  expect(says("10", {}, { author })).toBe("eve in #general, Rookery | hi there");
});
