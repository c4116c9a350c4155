/** One place to go to, with what is unread there. */
import { Command } from "cmdk";
import { Hash, MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar.tsx";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";
import { initialsOf } from "@/ui/identity.ts";
import { Picture } from "@/ui/picture.tsx";
import type { Target } from "../targets.ts";

export function TargetRow({ target, onPick }: { target: Target; onPick(target: Target): void }) {
  const { t } = useTranslation();
  const { kind, id, name, context, unread, mentions } = target;
  return (
    <Command.Item
      value={`${kind}-${id}`}
      onSelect={() => onPick(target)}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-small px-2 text-ink-2 data-[selected=true]:bg-raised data-[selected=true]:text-ink wide:min-h-10"
    >
      <TargetPicture target={target} />
      <span className={cx("min-w-0 truncate", unread && "font-semibold text-ink")}>{name}</span>
      <span className="sr-only">, {t(`switcher.kind.${kind}`)}</span>
      {context && (
        <span className="min-w-0 flex-1 truncate text-small text-ink-3">
          <span className="sr-only">, </span>
          {context}
        </span>
      )}
      {unread && <span className="sr-only">, {t("channel.unread")}</span>}
      {mentions > 0 && (
        <>
          <span className="sr-only">, {t("channel.mentions", { count: mentions })}</span>
          <CountBadge count={mentions} className="ml-auto" />
        </>
      )}
      {unread && mentions === 0 && <span aria-hidden className="ml-auto size-2 rounded-full bg-ink" />}
    </Command.Item>
  );
}

function TargetPicture({ target: { kind, id, name, picture } }: { target: Target }) {
  switch (kind) {
    case "channel":
      return (
        <span className="grid size-6 shrink-0 place-items-center text-ink-3">
          <Hash size={18} aria-hidden />
        </span>
      );
    case "thread":
      return (
        <span className="grid size-6 shrink-0 place-items-center text-ink-3">
          <MessagesSquare size={16} aria-hidden />
        </span>
      );
    case "conversation":
    case "person":
      return <Avatar id={id} name={name} picture={picture} size="small" />;
    case "guild":
      return (
        <span
          aria-hidden
          className="relative grid size-6 shrink-0 place-items-center rounded-small bg-line text-[0.625rem] font-semibold text-ink"
        >
          {initialsOf(name)}
          <Picture src={picture} />
        </span>
      );
    default:
      return kind satisfies never;
  }
}
