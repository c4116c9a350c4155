/** A message's text on one line, without its looks; what a spoiler hides is not in it. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { parseMarkdown } from "@/engine/markdown/blocks.ts";
import { mentionNames } from "@/engine/markdown/names.ts";
import { flatten, wordsOf } from "@/engine/markdown/tree.ts";
import type { Id, Message } from "@/engine/wire.ts";

/** More is never seen on one line. */
const SHOWN_MAX = 300;

export function Excerpt({ guildId, message }: { guildId: Id; message: Message }) {
  const { t } = useTranslation();
  const guild = useFromStore(useSession().guilds, (state) => state.guilds[guildId]);
  const { content, mentions, attachments = [] } = message;
  const words = useMemo(() => {
    const name = mentionNames(guild, mentions);
    return wordsOf(flatten(parseMarkdown(content)), name, "▮▮▮").slice(0, SHOWN_MAX);
  }, [content, mentions, guild]);
  const files = attachments.length;
  const without = files > 0 ? t("messages.files", { count: files }) : t("messages.noText");
  return <span className="truncate">{words || without}</span>;
}
