/** Where a guild would be that one is not in: by its name, if it was there before. */
import { Link } from "@tanstack/react-router";
import { DoorClosed } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";
import { StatePanel } from "@/ui/state-panel.tsx";

export function NoGuild({ guildId }: { guildId: Id }) {
  const { t } = useTranslation();
  const name = useFromStore(useSession().guilds, ({ gone }) => gone[guildId]);
  const title = name === undefined ? t("guild.gone") : t("guild.lost", { guild: name });
  return (
    <StatePanel icon={<DoorClosed size={32} aria-hidden />} title={title}>
      <p>{t(name === undefined ? "guild.goneHint" : "guild.lostHint")}</p>
      <Link to="/" className="font-semibold text-link hover:underline">
        {t("notFound.toStart")}
      </Link>
    </StatePanel>
  );
}
