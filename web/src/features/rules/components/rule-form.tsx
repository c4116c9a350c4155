/** One rule: what is against it, what happens, for whom and where it does not hold. */
import { ArrowLeft } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { WordRule } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextAreaField } from "@/ui/text-area-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import type { RuleDraft } from "../api.ts";
import { draftOf, fieldErrors, NEW_RULE } from "../draft.ts";
import { useKeepRule } from "../hooks/use-rules.ts";
import { linesOf } from "../lines.ts";
import { ActionField } from "./action-field.tsx";
import { ExemptFields } from "./exempt-fields.tsx";
import { RuleTrial } from "./rule-trial.tsx";

const NAME_CHARS_MAX = 100;
const MESSAGE_CHARS_MAX = 150;
const MENTIONS_MAX = 100;

interface RuleFormProps {
  guild: GuildState;
  /** Null: a new one. */
  rule: WordRule | null;
  onClose(): void;
}

export function RuleForm({ guild, rule, onClose }: RuleFormProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [base] = useState<RuleDraft>(() => (rule ? draftOf(rule) : NEW_RULE));
  const [draft, setDraft] = useState(base);
  const [words, setWords] = useState(() => base.words.join("\n"));
  const [patterns, setPatterns] = useState(() => base.patterns.join("\n"));
  const whole = { ...draft, words: linesOf(words), patterns: linesOf(patterns) };
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useKeepRule(guild.id, rule?.id ?? null, onClose);
  const isDirty = JSON.stringify(whole) !== JSON.stringify(base);
  useUnsaved(isDirty && !save.isSuccess);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(whole);
  };
  const wrong = fieldErrors(save.error);
  return (
    <form onSubmit={submit} noValidate className="grid gap-6">
      <Button look="quiet" onClick={onClose} className="justify-self-start">
        <ArrowLeft size={18} aria-hidden />
        {t("rules.back")}
      </Button>
      <TextField
        label={t("rules.name")}
        value={draft.name}
        maxLength={NAME_CHARS_MAX}
        autoComplete="off"
        error={wrong.name}
        onChange={(event) => change({ name: event.target.value })}
        className="max-w-md"
      />
      <TextAreaField
        label={t("rules.wordsLabel")}
        hint={t("rules.wordsHint")}
        value={words}
        spellCheck={false}
        error={wrong.words}
        onChange={(event) => setWords(event.target.value)}
      />
      <TextAreaField
        label={t("rules.patternsLabel")}
        hint={t("rules.patternsHint")}
        value={patterns}
        spellCheck={false}
        error={wrong.patterns}
        onChange={(event) => setPatterns(event.target.value)}
      />
      <TextField
        label={t("rules.mentionsLabel")}
        hint={t("rules.mentionsHint")}
        type="number"
        inputMode="numeric"
        min={1}
        max={MENTIONS_MAX}
        value={draft.mentions_max ?? ""}
        error={wrong.mentions_max}
        onChange={({ target }) =>
          change({ mentions_max: target.value === "" ? null : Math.trunc(Number(target.value)) })
        }
        className="max-w-md"
      />
      <RuleTrial guildId={guild.id} draft={whole} />
      <ActionField action={draft.action} seconds={draft.time_out_seconds} onChange={change} />
      <TextField
        label={t("rules.message")}
        hint={t("rules.messageHint")}
        value={draft.message ?? ""}
        maxLength={MESSAGE_CHARS_MAX}
        autoComplete="off"
        error={wrong.message}
        onChange={({ target }) => change({ message: target.value === "" ? null : target.value })}
      />
      <ExemptFields guild={guild} draft={draft} wrong={wrong} onChange={change} />
      <FormError
        message={save.isError && Object.keys(wrong).length === 0 ? errorText(save.error) : undefined}
      />
      <div className="sticky bottom-0 -mx-4 border-t border-line bg-ground px-4 py-3">
        <Button type="submit" busy={save.isPending} disabled={!isDirty || draft.name.trim() === ""}>
          {t("settings.save")}
        </Button>
      </div>
    </form>
  );
}
