/** The conversations, the one spoken in last first. */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { arrangeConversations } from "@/engine/guilds/home.ts";
import type { Id } from "@/engine/wire.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { NewGroupButton } from "./new-group-button.tsx";

interface ConversationListProps {
  home: GuildState;
  current: Id | null;
}

export function ConversationList({ home, current }: ConversationListProps) {
  const { t } = useTranslation();
  const newest = useFromStore(useSession().unread, (state) => state.newest);
  const listed = arrangeConversations(home, newest);
  const title = useRef<HTMLHeadingElement>(null);
  return (
    <section aria-labelledby="conversations" className="grid gap-0.5">
      <div className="flex items-end justify-between pt-2">
        <h2
          ref={title}
          tabIndex={-1}
          id="conversations"
          className="px-2 pb-1 text-small font-semibold text-ink-3"
        >
          {t("conversations.title")}
        </h2>
        <NewGroupButton />
      </div>
      {listed.length === 0 && <p className="px-2 text-small text-ink-3">{t("conversations.none")}</p>}
      <ul onKeyDown={moveByArrows} className="grid gap-0.5">
        {listed.map((channel) => (
          <ConversationRow
            key={channel.id}
            home={home}
            channel={channel}
            isCurrent={channel.id === current}
            onClosed={() => title.current?.focus()}
          />
        ))}
      </ul>
    </section>
  );
}
