/** The line above a conversation: the way back on small screens, and who is in it. */
import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { HOME } from "@/engine/guilds/home.ts";
import type { Id, Status } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";

interface ConversationHeaderProps {
  name: string;
  /** Whose picture stands for it, by whose initials where they have none. */
  face: { id: Id; picture: string | null };
  /** Of a friend, with the text beside their name. */
  status: Status | undefined;
  text: string | undefined;
  /** Of a group. */
  people: number | undefined;
  isBot: boolean;
  tools: ReactNode;
}

export function ConversationHeader({
  name,
  face,
  status,
  text,
  people,
  isBot,
  tools,
}: ConversationHeaderProps) {
  const { t } = useTranslation();
  const notes = [isBot && t("members.bot"), status && t(`members.status.${status}`), text];
  const how = notes.filter(Boolean).join(" · ");
  const note = people === undefined ? how : t("groups.count", { count: people });
  return (
    <header className="flex h-[3.25rem] shrink-0 items-center gap-2 border-b border-line px-2 wide:px-4">
      <Link
        to="/channels/$guildId"
        params={{ guildId: HOME }}
        aria-label={t("conversations.back")}
        className="grid size-11 shrink-0 place-items-center rounded-small text-ink-2 hover:bg-raised wide:hidden"
      >
        <ChevronLeft size={20} aria-hidden />
      </Link>
      <Avatar {...face} name={name} size="small" status={status} />
      <h1 className="min-w-0 truncate font-semibold">{name}</h1>
      <p className="min-w-0 flex-1 truncate text-[0.875rem] text-ink-3">{note && `· ${note}`}</p>
      {tools}
    </header>
  );
}
