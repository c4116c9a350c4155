/** What addresses say behind the question mark. */
import * as v from "valibot";
import { MODERATION_ACTS } from "@/engine/guilds/moderation.ts";
import { FRIEND_VIEWS } from "@/features/friends/views.ts";

// Ids are digits and do not fit a number: short ones come as numbers all the same.
const text = v.union([v.string(), v.pipe(v.number(), v.transform(String))]);
const optionalText = v.optional(v.fallback(v.optional(text), undefined));
const optionalFlag = v.optional(v.fallback(v.optional(v.boolean()), undefined));
export const nextSearch = v.object({ next: optionalText });
export const channelSearch = v.object({
  members: optionalFlag,
  /** In the thread where one is open. */
  message: optionalText,
  member: optionalText,
  /** What is to be done about that member. */
  act: v.optional(v.fallback(v.optional(v.picklist(MODERATION_ACTS)), undefined)),
  thread: optionalText,
  /** What a thread is to begin at. */
  start: optionalText,
  threads: optionalFlag,
});
export const friendsSearch = v.object({
  show: v.optional(v.fallback(v.optional(v.picklist(FRIEND_VIEWS)), undefined)),
});
export const rolesSearch = v.object({ role: optionalText });

export type ChannelSearch = v.InferOutput<typeof channelSearch>;
