/** From what is typed to what is sent, and back: names are mentions, shortcodes are emojis. */
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { decodeNames, encodeNames } from "@/engine/composing/names.ts";
import { knownCatalog, replaceShortcodes } from "@/engine/emoji/catalog.ts";
import { skinTone } from "@/engine/emoji/habits.ts";
import type { Id } from "@/engine/wire.ts";

export interface TextCoding {
  toSent(typed: string): string;
  toTyped(sent: string): string;
}

export function useTextCoding(guildId: Id): TextCoding {
  const { shelf } = useEngine().ports;
  const { guilds } = useSession();
  const guild = () => guilds.getState().guilds[guildId];
  return {
    toSent(typed) {
      const catalog = knownCatalog();
      const text = catalog ? replaceShortcodes(catalog, typed, skinTone(shelf)) : typed;
      const known = guild();
      return known && /[@#]/.test(text) ? encodeNames(text, known) : text;
    },
    toTyped(sent) {
      const known = guild();
      return known && sent.includes("<") ? decodeNames(sent, known) : sent;
    },
  };
}
