/** The first stop for Tab: past guilds and channels, to what is said. */
import { useTranslation } from "react-i18next";

export function SkipLink() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("common.skip")}>
      <button
        type="button"
        onClick={focusMain}
        className="sr-only z-50 rounded-medium bg-accent px-4 py-2 font-semibold text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("common.skip")}
      </button>
    </nav>
  );
}

/** The first control within, or the whole where there is none. */
function focusMain(): void {
  const main = document.querySelector<HTMLElement>("main");
  const controls = main?.querySelectorAll<HTMLElement>("a[href], button, textarea, [tabindex='0']") ?? [];
  const first = [...controls].find((control) => control.checkVisibility());
  (first ?? main)?.focus();
}
