/** Reads new messages out to a screen reader; the list itself is silent, as scrolling changes it too. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import { parseMarkdown } from "@/engine/markdown/blocks.ts";
import { flatten, wordsOf } from "@/engine/markdown/tree.ts";
import { compareIds } from "@/engine/snowflake.ts";
import type { Timeline } from "@/engine/timeline/timeline.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { isChangeable } from "@/engine/writing.ts";
import { useIsBlocked } from "../hooks/use-is-blocked.ts";
import { usePersonName } from "../hooks/use-person.ts";
import { systemSentence } from "../system-sentence.ts";

export function Announcer({ guildId, timeline }: { guildId: Id; timeline: Timeline }) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const newest = (timeline.hasAfter ? timeline.ahead : timeline.messages).at(-1);
  const [openedAt] = useState(newest?.id ?? "0");
  const author = newest?.author;
  const known = usePersonName(guildId, author?.id ?? "0", author);
  const isBlocked = useIsBlocked(author?.id);
  const isNews = newest && author && author.id !== self.id && compareIds(newest.id, openedAt) > 0;

  function news(message: Message): string {
    if (isBlocked) return t("messages.blocked");
    const { content, attachments = [] } = message;
    const name = known ?? displayName(message.author);
    if (isChangeable(message)) {
      const said = spoken(content, t("messages.hidden"));
      const files = attachments.length > 0 && t("messages.files", { count: attachments.length });
      return t("messages.newMessage", { name, text: [said, files].filter(Boolean).join(", ") });
    }
    const [about] = message.mentions;
    const title = about ? displayName(about) : content;
    return t(systemSentence(message, self.id), { name, title }).replaceAll(/<\/?b>/g, "");
  }

  return (
    <p className="sr-only" aria-live="polite">
      {isNews && news(newest)}
    </p>
  );
}

/** Without the marks, and without what a spoiler hides. */
function spoken(content: string, hidden: string): string {
  return wordsOf(flatten(parseMarkdown(content)), () => "@", hidden);
}
