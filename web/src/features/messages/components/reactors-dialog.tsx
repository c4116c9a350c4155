/** Who reacted with what; whoever manages messages may take reactions away. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { QueryNotice } from "@/binding/query-notice.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useMay } from "@/binding/use-guild.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { MANAGE_MESSAGES } from "@/engine/guilds/permissions.ts";
import { avatarPath } from "@/engine/pictures.ts";
import { isSameEmoji } from "@/engine/timeline/reactions.ts";
import type { Emoji, Id, Message, User } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { Dialog } from "@/ui/dialog.tsx";
import { listReactors, removeReaction } from "../api.ts";

interface ReactorsDialogProps {
  guildId: Id;
  message: Message;
  onClose(): void;
}

export function ReactorsDialog({ guildId, message, onClose }: ReactorsDialogProps) {
  const { t } = useTranslation();
  const reactions = message.reactions ?? [];
  const [picked, setPicked] = useState<Emoji | null>(null);
  const shown = reactions.find(({ emoji }) => picked && isSameEmoji(emoji, picked)) ?? reactions[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("reactions.list")}
      closeLabel={t("common.close")}
    >
      <div className="flex flex-wrap gap-1.5">
        {reactions.map(({ emoji, count }) => (
          <button
            key={emoji.id ?? emoji.name}
            type="button"
            aria-pressed={emoji === shown?.emoji}
            aria-label={t("reactions.count", { emoji: emoji.name ?? "", count })}
            onClick={() => setPicked(emoji)}
            className={cx(
              "flex h-8 items-center gap-1.5 rounded-full border px-3 tabular-nums",
              emoji === shown?.emoji
                ? "border-accent bg-accent-soft"
                : "border-transparent bg-raised text-ink-2",
            )}
          >
            <span aria-hidden>{emoji.name}</span> {count}
          </button>
        ))}
      </div>
      {shown ? (
        <Reactors guildId={guildId} message={message} emoji={shown.emoji} count={shown.count} />
      ) : (
        <p className="text-ink-3">{t("reactions.none")}</p>
      )}
    </Dialog>
  );
}

interface ReactorsProps extends Pick<ReactorsDialogProps, "guildId" | "message"> {
  emoji: Emoji;
  count: number;
}

function Reactors({ guildId, message, emoji, count }: ReactorsProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { channels } = useSession();
  const members = useFromStore(useSession().guilds, (state) => state.guilds[guildId]?.members);
  const mayRemove = useMay(guildId, MANAGE_MESSAGES, message.channel_id);
  const query = useQuery({
    queryKey: ["reactors", message.id, emoji.id ?? emoji.name, count],
    queryFn: () => listReactors(rest, message, emoji),
    placeholderData: (before) => before,
    retry: false,
  });
  const { mutate: remove } = useAction({
    run: ({ id }: User) => removeReaction(rest, message, emoji, id),
    done: null,
    after: () => void channels.refresh(message.channel_id, message.id),
  });
  if (query.isPending || query.isError) return <QueryNotice query={query} />;
  return (
    <ul className="grid gap-1">
      {query.data.map((user) => {
        const name = displayName(user, members?.[user.id]);
        return (
          <li key={user.id} className="flex min-h-10 items-center gap-2">
            <Avatar id={user.id} name={name} picture={avatarPath(user)} />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            {mayRemove && (
              <IconButton label={t("reactions.remove", { name })} onClick={() => remove(user)}>
                <X size={16} aria-hidden />
              </IconButton>
            )}
          </li>
        );
      })}
      {count > query.data.length && (
        <li className="text-small text-ink-3">
          {t("reactions.others", { count: count - query.data.length })}
        </li>
      )}
    </ul>
  );
}
