/** What stands in a dialog for data that is on its way, or did not come and can be asked for again. */
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { Spinner } from "@/ui/state-panel.tsx";
import { useErrorText } from "./use-error-text.ts";

interface QueryNoticeProps {
  query: { isPending: boolean; error: Error | null; refetch(): unknown };
}

export function QueryNotice({ query: { isPending, error, refetch } }: QueryNoticeProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  if (isPending) {
    return (
      <p role="status" className="flex items-center gap-2 text-ink-2">
        <Spinner size={16} /> {t("common.loading")}
      </p>
    );
  }
  if (!error) return null;
  return (
    <div role="alert" className="grid justify-items-start gap-2">
      <p>{errorText(error)}</p>
      <Button onClick={() => void refetch()}>{t("common.tryAgain")}</Button>
    </div>
  );
}
