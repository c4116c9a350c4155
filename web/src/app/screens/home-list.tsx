/** The column beside the rail outside of any guild: friends, and the conversations with them. */
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Id } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";

const ConversationList = onDemand(async () => {
  await import("../i18n/add-friends.ts");
  return (await import("@/features/conversations/components/conversation-list.tsx")).ConversationList;
});

interface HomeListProps {
  /** Undefined until the server has told of it. */
  home: GuildState | undefined;
  current: Id | null;
  /** Whether the friends are open beside it. */
  isAtFriends: boolean;
  /** Whether it is all there is on a small screen. */
  isAlone: boolean;
}

export function HomeList({ home, current, isAtFriends, isAlone }: HomeListProps) {
  const { t } = useTranslation();
  const Title = isAlone ? "h1" : "p";
  return (
    <>
      <header className="flex h-[3.25rem] shrink-0 items-center border-b border-line px-4">
        <Title className="truncate font-semibold">{t("friends.home")}</Title>
      </header>
      <nav aria-label={t("friends.home")} className="min-h-0 flex-1 overflow-y-auto p-2">
        <Link
          to="/friends"
          aria-current={isAtFriends ? "page" : undefined}
          className={cx(
            "flex h-11 items-center gap-2 rounded-small px-2 wide:h-(--list-row)",
            isAtFriends ? "bg-raised text-ink" : "text-ink-2 hover:bg-raised hover:text-ink",
          )}
        >
          <UsersRound size={18} aria-hidden className="shrink-0" />
          {t("friends.title")}
        </Link>
        {home ? (
          <ConversationList home={home} current={current} />
        ) : (
          <LineSkeletons label={t("common.loading")} count={4} />
        )}
      </nav>
    </>
  );
}
