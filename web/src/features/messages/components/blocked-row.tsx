/** What somebody says whom the reader blocks: nothing, until it is asked for. */
import type { ReactNode } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "@/engine/wire.ts";
import { useIsBlocked } from "../hooks/use-is-blocked.ts";

interface UnlessBlockedProps {
  rowKey: string;
  authorId: Id;
  children: ReactNode;
}

export function UnlessBlocked({ rowKey, authorId, children }: UnlessBlockedProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const isBlocked = useIsBlocked(authorId);
  if (!isBlocked || isShown) return children;
  return (
    <article
      data-row={rowKey}
      tabIndex={-1}
      className="flex flex-wrap items-center gap-x-2 px-4 py-(--row-gap) text-small text-ink-3"
    >
      {t("messages.blocked")}
      <button type="button" className="min-h-6 text-link hover:underline" onClick={() => setShown(true)}>
        {t("messages.showBlocked")}
      </button>
    </article>
  );
}
