/** Fenced code: plain at once, in colours when their code is there. */
import { Check, Copy } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCopied } from "../hooks/use-copied.ts";

const HighlightedCode = lazy(async () => ({
  default: (await import("./highlighted-code.tsx")).HighlightedCode,
}));

export function CodeBlock({ language, text }: { language: string | null; text: string }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopied();
  const label = copied ? t("common.copied") : t("messages.copyCode");
  return (
    <div className="group/code relative my-1 max-w-[68rem]">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
        tabIndex={0}
        className="max-h-[32rem] overflow-auto rounded-medium border border-line bg-rail p-3 font-mono text-small leading-normal [overflow-wrap:normal]"
      >
        <code>
          {language ? (
            <Suspense fallback={text}>
              <HighlightedCode language={language} text={text} />
            </Suspense>
          ) : (
            text
          )}
        </code>
      </pre>
      <button
        type="button"
        aria-label={label}
        title={label}
        onClick={() => copy(text)}
        className="absolute top-1.5 right-1.5 grid size-8 place-items-center rounded-small bg-panel text-ink-2 opacity-0 group-hover/code:opacity-100 hover:text-ink focus-visible:opacity-100"
      >
        {copied ? <Check size={14} aria-hidden className="text-good" /> : <Copy size={14} aria-hidden />}
      </button>
    </div>
  );
}
