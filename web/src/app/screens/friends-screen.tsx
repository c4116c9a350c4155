/** Friends: all of them, requests that wait, and whom one blocks. */
import { Link, useSearch } from "@tanstack/react-router";
import { ChevronLeft, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { Part } from "@/binding/part.tsx";
import { countIncoming } from "@/engine/friends.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { MessageButton } from "@/features/conversations/components/message-button.tsx";
import { AskForm } from "@/features/friends/components/ask-form.tsx";
import { FriendList } from "@/features/friends/components/friend-list.tsx";
import { FRIEND_VIEWS, type FriendView } from "@/features/friends/views.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import "../i18n/add-friends.ts";
import { Pane } from "./pane.tsx";
import { useMarkedTitle } from "./use-marked-title.ts";

export function FriendsScreen() {
  const { t } = useTranslation();
  const { show = "all" } = useSearch({ from: "/main/friends" });
  const isLoading = useFromStore(useSession().guilds, ({ awaited }) => awaited === null);
  useMarkedTitle(t("friends.title"));
  return (
    <Pane header={<FriendsHeader show={show} />}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-3xl flex-col gap-6 p-4">
          <AskForm />
          <Part>
            {isLoading ? (
              <LineSkeletons label={t("common.loading")} count={5} />
            ) : (
              <FriendList view={show} write={(user) => <MessageButton user={user} />} />
            )}
          </Part>
        </div>
      </div>
    </Pane>
  );
}

function FriendsHeader({ show }: { show: FriendView }) {
  const { t } = useTranslation();
  const incoming = useFromStore(useSession().friends, countIncoming);
  return (
    <header className="flex h-[3.25rem] shrink-0 items-center gap-2 border-b border-line px-2 wide:px-4">
      <Link
        to="/channels/$guildId"
        params={{ guildId: HOME }}
        aria-label={t("friends.back")}
        className="grid size-11 shrink-0 place-items-center rounded-small text-ink-2 hover:bg-raised wide:hidden"
      >
        <ChevronLeft size={20} aria-hidden />
      </Link>
      <UsersRound size={17} aria-hidden className="shrink-0 text-ink-3 max-wide:hidden" />
      <h1 className="font-semibold max-wide:sr-only">{t("friends.title")}</h1>
      <nav
        aria-label={t("friends.views")}
        onKeyDown={moveByArrows}
        className="flex min-w-0 gap-1 overflow-x-auto"
      >
        {FRIEND_VIEWS.map((view) => (
          <Link
            key={view}
            to="/friends"
            search={view === "all" ? {} : { show: view }}
            aria-current={view === show ? "page" : undefined}
            className={cx(
              "flex h-9 items-center gap-1.5 rounded-small px-2 whitespace-nowrap wide:px-3",
              view === show ? "bg-raised text-ink" : "text-ink-2 hover:bg-raised hover:text-ink",
            )}
          >
            {t(`friends.view.${view}`)}
            {view === "pending" && incoming > 0 && (
              <>
                <CountBadge count={incoming} />
                <span className="sr-only">{t("friends.waiting", { count: incoming })}</span>
              </>
            )}
          </Link>
        ))}
      </nav>
    </header>
  );
}
