/** Holds a text against the rule as it stands in the form. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { TextField } from "@/ui/text-field.tsx";
import type { RuleDraft } from "../api.ts";
import { useTryRule } from "../hooks/use-rules.ts";

const TRIED_CHARS_MAX = 4_000;

export function RuleTrial({ guildId, draft }: { guildId: Id; draft: RuleDraft }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [text, setText] = useState("");
  const trial = useTryRule(guildId);
  const attempt = () => trial.mutate({ draft, text });
  const outcome = () => {
    if (trial.isError) return errorText(trial.error);
    if (trial.data === undefined) return "";
    return trial.data ? t("rules.matches") : t("rules.matchesNot");
  };
  return (
    <div className="grid grid-cols-1 gap-2 rounded-medium border border-line p-3">
      <TextField
        label={t("rules.try")}
        hint={t("rules.tryHint")}
        value={text}
        maxLength={TRIED_CHARS_MAX}
        autoComplete="off"
        onChange={({ target }) => {
          setText(target.value);
          trial.reset();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (text !== "") attempt();
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button look="quiet" busy={trial.isPending} disabled={text === ""} onClick={attempt}>
          {t("rules.tryDo")}
        </Button>
        <p
          role="status"
          className={cx("text-small", trial.data || trial.isError ? "text-bad" : "text-ink-2")}
        >
          {outcome()}
        </p>
      </div>
    </div>
  );
}
