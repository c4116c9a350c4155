/** The picture of a guild. */
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { PictureField } from "@/binding/picture-field.tsx";
import { iconPath } from "@/engine/pictures.ts";
import type { GuildSummary } from "@/engine/wire.ts";
import { initialsOf } from "@/ui/identity.ts";
import { Picture } from "@/ui/picture.tsx";
import { changeGuild } from "../api.ts";

export function IconForm({ guild }: { guild: GuildSummary }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const picture = iconPath(guild);
  return (
    <PictureField
      label={t("picture.guild")}
      preview={
        <span
          aria-hidden
          className="relative grid size-14 shrink-0 place-items-center rounded-large bg-raised font-semibold text-ink-2"
        >
          {initialsOf(guild.name)}
          <Picture src={picture} />
        </span>
      }
      hasPicture={picture !== null}
      save={(icon) => changeGuild(rest, guild.id, { icon })}
    />
  );
}
