/** Says that further messages are on their way or could not be had, or that one is gone. */
import { useTranslation } from "react-i18next";
import type { ChannelView } from "@/engine/channels.ts";
import { Spinner } from "@/ui/state-panel.tsx";

interface PageNoticeProps {
  view: ChannelView;
  onRetry(): void;
  onDismiss(): void;
}

export function PageNotice({ view, onRetry, onDismiss }: PageNoticeProps) {
  const { t } = useTranslation();
  const { loading, failure, missing } = view;
  const pill =
    "absolute inset-x-0 top-2 z-10 mx-auto flex w-fit items-center gap-2 rounded-full border border-line bg-panel px-3 py-1 text-small shadow-md";
  if (failure) {
    return (
      <div role="alert" className={pill}>
        {t("messages.failedPage")}
        <button type="button" onClick={onRetry} className="font-semibold text-link hover:underline">
          {t("common.tryAgain")}
        </button>
      </div>
    );
  }
  if (missing !== null) {
    return (
      <div role="alert" className={pill}>
        {t("messages.missing")}
        <button type="button" onClick={onDismiss} className="font-semibold text-link hover:underline">
          {t("common.dismiss")}
        </button>
      </div>
    );
  }
  if (!loading.before && !loading.after) return null;
  return (
    <div role="status" className={pill}>
      <Spinner size={14} />
      {loading.before ? t("messages.loadingOlder") : t("messages.loadingNewer")}
    </div>
  );
}
