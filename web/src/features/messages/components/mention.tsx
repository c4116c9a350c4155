/** People, roles and channels that a text names. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useChannel } from "@/binding/use-guild.ts";
import type { Id, User } from "@/engine/wire.ts";
import { roleInk } from "@/ui/identity.ts";
import { usePersonName } from "../hooks/use-person.ts";

export const PING = "rounded-[4px] bg-accent-soft px-1 font-medium text-accent-text";

interface UserMentionProps {
  guildId: Id;
  userId: Id;
  /** Those that the message brought along. */
  users: readonly User[];
}

export function UserMention({ guildId, userId, users }: UserMentionProps) {
  const { t } = useTranslation();
  const user = users.find(({ id }) => id === userId);
  const name = usePersonName(guildId, userId, user) ?? t("messages.unknownUser");
  return <span className={PING}>{t("messages.mention", { name })}</span>;
}

export function RoleMention({ guildId, roleId }: { guildId: Id; roleId: Id }) {
  const { t } = useTranslation();
  const role = useFromStore(useSession().guilds, (state) => state.guilds[guildId]?.roles[roleId]);
  const name = role?.name ?? t("messages.unknownRole");
  return (
    <span className={PING} style={{ color: roleInk(role?.color ?? 0) }}>
      {t("messages.mention", { name })}
    </span>
  );
}

export function ChannelMention({ guildId, channelId }: { guildId: Id; channelId: Id }) {
  const { t } = useTranslation();
  const channel = useChannel(guildId, channelId);
  if (!channel?.name) return <span className={PING}>{t("messages.unknownChannel")}</span>;
  return (
    <Link
      to="/channels/$guildId/$channelId"
      params={{ guildId, channelId }}
      className={`${PING} hover:underline`}
    >
      {t("messages.channel", { name: channel.name })}
    </Link>
  );
}
