/** Words that show only when they are asked for, by mouse or by keyboard. */
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

export function Spoiler({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  if (isShown) return <span className="rounded-[4px] bg-raised px-0.5">{children}</span>;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show(event.currentTarget);
  }

  /** Whoever came by keyboard goes on from the row. */
  function show(element: Element): void {
    element.closest<HTMLElement>("[data-row]")?.focus({ preventScroll: true });
    setShown(true);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a button is a box, and these words wrap with the others
    <span
      role="button"
      tabIndex={0}
      aria-label={t("messages.showSpoiler")}
      onClick={(event) => show(event.currentTarget)}
      onKeyDown={onKeyDown}
      className="cursor-pointer rounded-[4px] bg-edge box-decoration-clone px-0.5 select-none"
    >
      <span aria-hidden inert className="opacity-0">
        {children}
      </span>
    </span>
  );
}
