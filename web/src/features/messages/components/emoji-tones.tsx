/** The skin that emojis of people have. */
import { useTranslation } from "react-i18next";
import { TONES, type Tone } from "@/engine/emoji/catalog.ts";

const HANDS = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

export function EmojiTones({ tone, onChange }: { tone: Tone; onChange(tone: Tone): void }) {
  const { t } = useTranslation();
  return (
    <select
      aria-label={t("emoji.tone")}
      title={t("emoji.tone")}
      value={tone}
      onChange={(event) => onChange(TONES.find((one) => one === Number(event.target.value)) ?? 0)}
      className="min-h-9 rounded-small border border-edge bg-ground px-1"
    >
      {TONES.map((one) => (
        <option key={one} value={one}>
          {HANDS[one]}
        </option>
      ))}
    </select>
  );
}
