/** A message's text as elements: line breaks, links, mentions. */
import { Fragment, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Part, parseContent } from "@/engine/content.ts";
import type { Id, User } from "@/engine/wire.ts";
import { usePersonName } from "../hooks/use-person.ts";

interface MessageContentProps {
  guildId: Id;
  content: string;
  mentions: readonly User[];
}

export function MessageContent({ guildId, content, mentions }: MessageContentProps) {
  const parts = useMemo(() => parseContent(content), [content]);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <Fragment key={index}>{renderPart(part, guildId, mentions)}</Fragment>
  ));
}

function renderPart(part: Part, guildId: Id, mentions: readonly User[]) {
  switch (part.kind) {
    case "text":
      return part.text;
    case "break":
      return <br />;
    case "link":
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-link underline-offset-2 hover:underline"
        >
          {part.text}
        </a>
      );
    case "user":
      return <Mention guildId={guildId} userId={part.id} user={mentions.find(({ id }) => id === part.id)} />;
    case "everyone":
      return <span className={MENTION}>{part.text}</span>;
    default:
      return part satisfies never;
  }
}

const MENTION = "rounded-[4px] bg-accent-soft px-1 font-medium text-accent-text";

function Mention({ guildId, userId, user }: { guildId: Id; userId: Id; user: User | undefined }) {
  const { t } = useTranslation();
  const name = usePersonName(guildId, userId, user);
  return (
    <span className={MENTION}>{t("messages.mention", { name: name ?? t("messages.unknownUser") })}</span>
  );
}
