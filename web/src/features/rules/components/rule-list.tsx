/** The rules of a guild: what each is about, whether it holds, and what is done with it. */
import { Plus, ShieldAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id, WordRule } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import { useDeleteRule, useRules, useSwitchRule } from "../hooks/use-rules.ts";

interface RuleListProps {
  guildId: Id;
  /** Null for a new one. */
  onEdit(rule: WordRule | null): void;
}

export function RuleList({ guildId, onEdit }: RuleListProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const rules = useRules(guildId);
  const place = useKeptPlace<HTMLDivElement>();
  if (rules.isPending) return <LineSkeletons label={t("common.loading")} count={4} />;
  if (!rules.data) {
    return (
      <StatePanel urgent isPart title={t("rules.failed")}>
        <p>{errorText(rules.error)}</p>
        <Button onClick={() => void rules.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  const make = (
    <Button onClick={() => onEdit(null)} className="justify-self-start">
      <Plus size={18} aria-hidden />
      {t("rules.make")}
    </Button>
  );
  return (
    <div ref={place} tabIndex={-1} className="grid grid-cols-1 gap-4 outline-none">
      {rules.data.length === 0 ? (
        <StatePanel isPart icon={<ShieldAlert size={32} aria-hidden />} title={t("rules.empty")}>
          <p>{t("rules.emptyHint")}</p>
          {make}
        </StatePanel>
      ) : (
        <>
          {make}
          <ul aria-label={t("rules.title")} className="grid grid-cols-1 gap-2">
            {rules.data.map((rule) => (
              <RuleRow key={rule.id} guildId={guildId} rule={rule} onEdit={() => onEdit(rule)} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function RuleRow({ guildId, rule, onEdit }: { guildId: Id; rule: WordRule; onEdit(): void }) {
  const { t } = useTranslation();
  const [isAsked, setIsAsked] = useState(false);
  const toggle = useSwitchRule(guildId, rule);
  const remove = useDeleteRule(guildId, rule);
  const facts = [
    t(`rules.actions.${rule.action}`),
    rule.words.length > 0 && t("rules.words", { count: rule.words.length }),
    rule.patterns.length > 0 && t("rules.patterns", { count: rule.patterns.length }),
    rule.mentions_max !== null && t("rules.mentions", { count: rule.mentions_max }),
  ];
  return (
    <li className="grid grid-cols-1 gap-2 rounded-medium border border-line p-3">
      <SwitchField
        label={<b className="font-semibold break-words">{rule.name}</b>}
        hint={facts.filter(Boolean).join(" · ")}
        checked={toggle.isPending ? toggle.variables : rule.enabled}
        disabled={toggle.isPending}
        onChange={(enabled) => toggle.mutate(enabled)}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="quiet" aria-label={t("rules.editNamed", { name: rule.name })} onClick={onEdit}>
          {t("rules.edit")}
        </Button>
        <Button
          look="quiet"
          aria-label={t("rules.deleteNamed", { name: rule.name })}
          onClick={() => setIsAsked(true)}
        >
          {t("rules.delete")}
        </Button>
      </div>
      {isAsked && (
        <ConfirmDialog
          title={t("rules.deleteAsk", { name: rule.name })}
          description={t("rules.deleteHint")}
          confirmLabel={t("rules.delete")}
          cancelLabel={t("common.cancel")}
          closeLabel={t("common.close")}
          busy={remove.isPending}
          error={undefined}
          onConfirm={() => remove.mutate(undefined, { onSettled: () => setIsAsked(false) })}
          onClose={() => setIsAsked(false)}
        />
      )}
    </li>
  );
}
