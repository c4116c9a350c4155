/** A role's colour: none, one of a few, or any. */
import { Check } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { roleInk } from "@/ui/identity.ts";
import { colorOf, hexOf, ROLE_COLORS } from "../colors.ts";

interface ColorFieldProps {
  color: number;
  onChange(color: number): void;
}

export function ColorField({ color, onChange }: ColorFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const offered = [{ id: "none" as const, color: 0 }, ...ROLE_COLORS];
  return (
    <fieldset>
      <legend className="mb-2 text-small font-semibold text-ink-2">{t("roles.color")}</legend>
      <div className="flex flex-wrap items-center gap-2">
        {offered.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-label={t(`roles.colors.${one.id}`)}
            aria-pressed={one.color === color}
            title={t(`roles.colors.${one.id}`)}
            onClick={() => onChange(one.color)}
            className="grid size-9 place-items-center rounded-full border border-line text-ground"
            style={{ background: roleInk(one.color) ?? "var(--ink-3)" }}
          >
            {one.color === color && <Check size={16} aria-hidden />}
          </button>
        ))}
        <label htmlFor={id} className="ml-2 text-small text-ink-2">
          {t("roles.colors.own")}
        </label>
        <input
          id={id}
          type="color"
          value={hexOf(color)}
          onChange={(event) => onChange(colorOf(event.target.value))}
          className="h-9 w-14 cursor-pointer rounded-small border border-line bg-ground p-1"
        />
      </div>
    </fieldset>
  );
}
