/** What may be done about whoever wrote a message, in the menu of it. */
import { useNavigate } from "@tanstack/react-router";
import { Ban, Clock, PenLine, UserX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useActsAbout } from "@/binding/use-guild.ts";
import type { ModerationAct } from "@/engine/guilds/moderation.ts";
import type { Id } from "@/engine/wire.ts";
import { MenuItem } from "@/ui/menu.tsx";

const ICONS: Record<ModerationAct, ReactNode> = {
  nickname: <PenLine size={16} aria-hidden />,
  "time-out": <Clock size={16} aria-hidden />,
  kick: <UserX size={16} aria-hidden />,
  ban: <Ban size={16} aria-hidden />,
};

export function AuthorItems({ guildId, authorId }: { guildId: Id; authorId: Id }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useActsAbout(guildId, authorId).map((act) => (
    <MenuItem
      key={act}
      danger={act !== "nickname"}
      icon={ICONS[act]}
      onSelect={() => void navigate({ to: ".", search: (before) => ({ ...before, member: authorId, act }) })}
    >
      {t(`moderation.offer.${act}`)}
    </MenuItem>
  ));
}
