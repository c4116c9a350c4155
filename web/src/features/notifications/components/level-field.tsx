/** What one is told of: in a guild one of three, in a channel also what its guild says. */
import { useTranslation } from "react-i18next";
import { HOME } from "@/engine/guilds/home.ts";
import { LEVELS, type Level, levelAt, type Place } from "@/engine/notifying/choices.ts";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { useChoice } from "../hooks/use-choice.ts";

const AS_ABOVE = "above";

export function LevelField({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { choice, wished, wish } = useChoice(place);
  if (!choice) return null;
  const { guildId, channelId } = place;
  const own = channelId === null ? levelAt(choice, place) : choice.channels[channelId]?.level;
  const value = wished && "level" in wished ? wished.level : (own ?? null);
  const levelAbove = levelAt(choice, { guildId, channelId: null });
  const above = {
    value: AS_ABOVE,
    label: guildId === HOME ? t("notifications.asConversations") : t("notifications.asGuild"),
    hint: t(`notifications.levels.${levelAbove}`),
  } as const;
  const levels = LEVELS.map((level) => ({
    value: level,
    label: t(`notifications.levels.${level}`),
    hint: t(`notifications.levelHints.${level}`),
  }));
  return (
    <ChoiceField<Level | typeof AS_ABOVE>
      label={t("notifications.level")}
      value={value ?? AS_ABOVE}
      choices={channelId === null ? levels : [above, ...levels]}
      onChange={(level) => wish({ level: level === AS_ABOVE ? null : level })}
    />
  );
}
