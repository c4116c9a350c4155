/** A part of a screen that may break alone: the rest stays usable, and the part can be tried anew. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Boundary } from "@/ui/boundary.tsx";
import { Button } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";

interface PartProps {
  /** `line`: as low as a row. `floating`: over the screen, where the part itself has no place in it. */
  look?: "panel" | "line" | "floating";
  children: ReactNode;
}

export function Part({ look = "panel", children }: PartProps) {
  return <Boundary fallback={(retry) => <BrokenPart look={look} onRetry={retry} />}>{children}</Boundary>;
}

const LOOKS: Record<NonNullable<PartProps["look"]>, string> = {
  panel: "min-h-0 flex-1 flex-col justify-center p-6 text-center",
  line: "px-4 py-1",
  floating:
    "fixed inset-x-2 bottom-2 z-50 mx-auto max-w-md rounded-medium border border-line bg-panel p-3 shadow-2xl",
};

interface BrokenPartProps {
  look: NonNullable<PartProps["look"]>;
  onRetry(): void;
}

function BrokenPart({ look, onRetry }: BrokenPartProps) {
  const { t } = useTranslation();
  return (
    <Notice look={look} text={t("error.part")}>
      <Button look="quiet" onClick={onRetry}>
        {t("error.reloadPart")}
      </Button>
    </Notice>
  );
}

interface NoticeProps {
  look: NonNullable<PartProps["look"]>;
  text: string;
  /** What can be done about it. */
  children: ReactNode;
}

/** Stands where a part would have been. */
export function Notice({ look, text, children }: NoticeProps) {
  return (
    <div role="alert" className={cx("flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-2", LOOKS[look])}>
      <p>{text}</p>
      {children}
    </div>
  );
}
