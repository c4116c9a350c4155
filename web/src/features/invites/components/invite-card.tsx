/** The guild that an invite leads to. */
import { useTranslation } from "react-i18next";
import { iconPath } from "@/engine/pictures.ts";
import type { Invite } from "@/engine/wire.ts";
import { hueOf, initialsOf } from "@/ui/identity.ts";
import { Picture } from "@/ui/picture.tsx";

export function InviteCard({ invite }: { invite: Invite }) {
  const { t } = useTranslation();
  const { guild, approximate_member_count: members } = invite;
  const name = guild?.name ?? "";
  return (
    <div className="flex items-center gap-4">
      <span
        aria-hidden
        className="relative grid size-14 shrink-0 place-items-center rounded-large text-lg font-bold"
        style={{ background: `oklch(0.78 0.1 ${hueOf(guild?.id ?? "0")})`, color: "oklch(0.2 0.03 265)" }}
      >
        {initialsOf(name)}
        <Picture src={guild && iconPath(guild)} />
      </span>
      <div className="min-w-0">
        <p className="text-small text-ink-2">{t("invite.invitedTo")}</p>
        <h1 className="text-xl font-bold text-balance break-words">{name}</h1>
        {members !== undefined && (
          <p className="text-small text-ink-3">{t("invite.members", { count: members })}</p>
        )}
      </div>
    </div>
  );
}
