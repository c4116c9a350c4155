/** The reactions under a message: how many of each, and one's own. */
import { useQuery } from "@tanstack/react-query";
import { SmilePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useMay } from "@/binding/use-guild.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { ADD_REACTIONS } from "@/engine/guilds/permissions.ts";
import type { Id, Message, Reaction } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { listReactors } from "../api.ts";
import { useMessageActs } from "../hooks/use-message-acts.ts";
import { ReactionPicker } from "./reaction-picker.tsx";

/** Names in the hint; the others are counted. */
const NAMED_MAX = 3;

interface ReactionsProps {
  guildId: Id;
  message: Message;
}

export function Reactions({ guildId, message }: ReactionsProps) {
  const { t } = useTranslation();
  const mayAdd = useMay(guildId, ADD_REACTIONS, message.channel_id);
  return (
    <ul aria-label={t("reactions.list")} className="mt-1 flex flex-wrap gap-1.5">
      {(message.reactions ?? []).map((reaction) => (
        <li key={reaction.emoji.id ?? reaction.emoji.name}>
          <Chip guildId={guildId} message={message} reaction={reaction} mayAdd={mayAdd} />
        </li>
      ))}
      {mayAdd && (
        <li>
          <ReactionPicker
            message={message}
            trigger={
              <button
                type="button"
                aria-label={t("messages.react")}
                title={t("messages.react")}
                className="grid h-7 min-w-8 place-items-center rounded-full bg-raised px-2 text-ink-2 hover:text-ink"
              >
                <SmilePlus size={14} aria-hidden />
              </button>
            }
          />
        </li>
      )}
    </ul>
  );
}

interface ChipProps extends ReactionsProps {
  reaction: Reaction;
  /** Whether new ones may be added; those that are there may always be joined. */
  mayAdd: boolean;
}

function Chip({ guildId, message, reaction }: ChipProps) {
  const { t } = useTranslation();
  const { toggle } = useMessageActs(message);
  const [isAsked, setAsked] = useState(false);
  const { emoji, count, me } = reaction;
  const name = emoji.name ?? "";
  const names = useReactorNames(guildId, message, reaction, isAsked);
  return (
    <button
      type="button"
      aria-pressed={me}
      aria-label={t("reactions.count", { emoji: name, count })}
      title={names.length > 0 ? t("reactions.by", { names: names.join(", "), emoji: name }) : undefined}
      onPointerEnter={() => setAsked(true)}
      onFocus={() => setAsked(true)}
      onClick={() => void toggle(emoji)}
      className={cx(
        "flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-small tabular-nums",
        me
          ? "border-accent bg-accent-soft text-ink"
          : "border-transparent bg-raised text-ink-2 hover:border-edge hover:text-ink",
      )}
    >
      <span aria-hidden>{name}</span>
      {count}
    </button>
  );
}

/** Who reacted, once somebody wants to know. */
function useReactorNames(
  guildId: Id,
  message: Message,
  { emoji, count }: Reaction,
  isAsked: boolean,
): string[] {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const members = useFromStore(useSession().guilds, (state) => state.guilds[guildId]?.members);
  const { data = [] } = useQuery({
    queryKey: ["reactors", message.id, emoji.id ?? emoji.name, count],
    queryFn: () => listReactors(rest, message, emoji),
    enabled: isAsked,
    retry: false,
  });
  const names = data.slice(0, NAMED_MAX).map((user) => displayName(user, members?.[user.id]));
  const others = count - names.length;
  return names.length > 0 && others > 0 ? [...names, t("reactions.others", { count: others })] : names;
}
