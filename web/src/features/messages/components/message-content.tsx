/** A message's text, as whoever wrote it marked it up. */
import { type ReactNode, useMemo } from "react";
import { parseMarkdown } from "@/engine/markdown/blocks.ts";
import type { Id, User } from "@/engine/wire.ts";
import { Blocks } from "./markdown.tsx";

interface MessageContentProps {
  guildId: Id;
  content: string;
  mentions: readonly User[];
  /** After the last word. */
  note?: ReactNode;
}

export function MessageContent({ guildId, content, mentions, note }: MessageContentProps) {
  const blocks = useMemo(() => parseMarkdown(content), [content]);
  return <Blocks blocks={blocks} scope={{ guildId, mentions }} note={note} />;
}
