/** Codes for when the app is lost. They are shown once: to be copied, kept as a file, or written down. */
import { Check, Copy, Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";

const FILE_NAME = "confab-recovery-codes.txt";

interface RecoveryCodesProps {
  codes: readonly string[];
  onDone(): void;
  children?: ReactNode;
}

export function RecoveryCodes({ codes, onDone, children }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const text = `${codes.join("\n")}\n`;
  const copy = () => {
    // Without the clipboard, which plain http has not, there is the file.
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div className="grid gap-4">
      <ol
        aria-label={t("twoStep.codes")}
        className="grid gap-1 rounded-medium bg-ground p-3 font-mono text-small"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        {navigator.clipboard && (
          <Button look="quiet" onClick={copy}>
            {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
            <span aria-live="polite">{t(copied ? "twoStep.copied" : "twoStep.copy")}</span>
          </Button>
        )}
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={FILE_NAME}
          className="inline-flex min-h-10 items-center justify-center gap-2 rounded-medium bg-raised px-4 font-semibold hover:bg-line"
        >
          <Download size={16} aria-hidden />
          {t("twoStep.download")}
        </a>
      </div>
      {children}
      <Button onClick={onDone} className="justify-self-end">
        {t("twoStep.kept")}
      </Button>
    </div>
  );
}
