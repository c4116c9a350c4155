/** The way back to the newest message, with how many came meanwhile. */
import { ArrowDown } from "lucide-react";
import { useTranslation } from "react-i18next";

export function JumpButton({ count, onJump }: { count: number; onJump(): void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute right-4 bottom-3 flex min-h-10 items-center gap-2 rounded-full border border-line bg-panel px-4 text-small font-semibold shadow-lg hover:bg-raised"
    >
      {count > 0 && <span className="text-accent-text">{t("messages.new", { count })}</span>}
      {t("messages.jump")}
      <ArrowDown size={15} aria-hidden />
    </button>
  );
}
