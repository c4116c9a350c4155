/** The bar that says when the connection is gone, and what came of it when it is back. */
import { RefreshCw, WifiOff, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { BackNotice } from "@/engine/connection.ts";
import { useConnectionNotice } from "../hooks/use-connection-notice.ts";

export function ConnectionBar() {
  const { t } = useTranslation();
  const notice = useConnectionNotice();
  // The live region is there from the start: one that appears with its text is not announced.
  return (
    <div role="status" aria-live="polite">
      {notice.kind === "offline" && (
        <Bar icon={<WifiOff size={15} aria-hidden />}>{t("connection.offline")}</Bar>
      )}
      {notice.kind === "reconnecting" && (
        <Bar icon={<RefreshCw size={15} aria-hidden className="animate-spin" />}>
          {t("connection.reconnecting")}
        </Bar>
      )}
      {notice.kind === "back" && <BackBar notice={notice.notice} />}
    </div>
  );
}

function BackBar({ notice }: { notice: BackNotice }) {
  const { t } = useTranslation();
  const { connection } = useSession();
  const text = () => {
    if (notice.resets.length > 0) return t("connection.reset");
    return notice.replayed === 0
      ? t("connection.nothing")
      : t("connection.replayed", { count: notice.replayed });
  };
  return (
    <Bar>
      <span className="flex-1">{text()}</span>
      <button
        type="button"
        aria-label={t("common.dismiss")}
        onClick={connection.dismiss}
        className="grid size-6 place-items-center rounded-small hover:bg-[oklch(from_var(--accent)_l_c_h/0.25)]"
      >
        <X size={14} aria-hidden />
      </button>
    </Bar>
  );
}

function Bar({ icon, children }: { icon?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center gap-2 bg-accent-soft px-4 py-1 text-small">
      {icon}
      {children}
    </div>
  );
}
