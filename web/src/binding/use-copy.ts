/** Copies a text and says so. Plain http has no clipboard: there the old command does it. */
import { useTranslation } from "react-i18next";
import { showToast } from "./toasts.ts";

export function useCopy(): (text: string, done?: string) => Promise<void> {
  const { t } = useTranslation();
  return async (text, done = t("toast.copied")) => {
    try {
      await copy(text);
      showToast({ tone: "good", text: done });
    } catch {
      showToast({ tone: "bad", text: t("toast.copyFailed") });
    }
  };
}

async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("the browser refused");
}
