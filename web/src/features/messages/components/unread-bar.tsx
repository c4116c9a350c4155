/** Says above the timeline how much is unread, and leads to where it begins. */
import { ArrowUp, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { clockTime } from "@/ui/time.ts";
import type { UnreadJump } from "../hooks/use-unread-jump.ts";

export function UnreadBar({ unread: { count, sinceMs, jump, dismiss } }: { unread: UnreadJump }) {
  const { t } = useTranslation();
  const text =
    sinceMs === null
      ? t("messages.unreadMore", { count })
      : t("messages.unreadSince", { count, time: clockTime(sinceMs) });
  return (
    <div className="absolute inset-x-0 top-2 z-10 mx-auto flex w-fit max-w-[calc(100%-1rem)] items-center rounded-full border border-line bg-panel pl-4 text-small shadow-md">
      <span className="truncate">{text}</span>
      <button
        type="button"
        onClick={jump}
        className="flex min-h-9 items-center gap-1 rounded-full px-3 font-semibold whitespace-nowrap text-link hover:underline"
      >
        <ArrowUp size={14} aria-hidden />
        {t("messages.jumpUnread")}
      </button>
      <button
        type="button"
        aria-label={t("common.dismiss")}
        onClick={dismiss}
        className="grid size-9 place-items-center rounded-full text-ink-2 hover:bg-raised hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
