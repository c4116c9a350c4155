/** Rail and channels. On small screens it is a pane of its own, hidden while something else is open. */
import { useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { Part } from "@/binding/part.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { UserPanel } from "@/features/accounts/components/user-panel.tsx";
import { ThemeChoice } from "@/features/appearance/components/theme-choice.tsx";
import { ChannelList } from "@/features/channels/components/channel-list.tsx";
import { HomeTile } from "@/features/friends/components/home-tile.tsx";
import { GuildRail } from "@/features/guilds/components/guild-rail.tsx";
import { readInviteCode } from "@/features/invites/code.ts";
import { StatusChoice } from "@/features/presence/components/status-choice.tsx";
import { useOwnPresence } from "@/features/presence/hooks/use-own-presence.ts";
import { useSwitcher } from "@/features/switcher/store.ts";
import { VoiceChannel } from "@/features/voice/components/voice-channel.tsx";
import { cx } from "@/ui/cx.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import { Connecting } from "./connecting.tsx";
import { GuildTop } from "./guild-top.tsx";
import { HomeList } from "./home-list.tsx";
import { VoiceFoot } from "./voice-foot.tsx";

const StatusDialog = onDemand(
  async () => (await import("@/features/presence/components/status-dialog.tsx")).StatusDialog,
);
const AddGuildDialog = onDemand(
  async () => (await import("@/features/guilds/components/add-guild-dialog.tsx")).AddGuildDialog,
);

export function Sidebar() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { guildId = "", channelId } = useParams({ strict: false });
  const isAtFriends = useLocation().pathname === "/friends";
  const isHome = isAtFriends || guildId === HOME;
  const home = useGuild(HOME);
  const open = useGuild(guildId);
  const guild = isHome ? undefined : open;
  const isBeside = channelId !== undefined || isAtFriends;
  const isLoading = useFromStore(
    useSession().guilds,
    ({ awaited }) => awaited === null || awaited.includes(guildId),
  );
  const openSwitcher = useSwitcher(({ setOpen }) => setOpen);
  const own = useOwnPresence();
  const [adding, setAdding] = useState(false);
  const [texting, setTexting] = useState(false);
  // On a small screen the list is the whole screen while nothing else is open.
  const isAlone = useIsNarrow() && !isBeside;
  const Frame = isAlone ? "main" : "div";
  return (
    <Frame className={cx("flex min-h-0 max-wide:min-w-0 wide:flex", isBeside ? "hidden" : "max-wide:flex-1")}>
      <GuildRail
        current={guildId || null}
        first={<HomeTile isCurrent={isHome} />}
        onAdd={() => setAdding(true)}
      />
      <div className="flex min-h-0 min-w-0 flex-col bg-panel max-wide:flex-1 wide:w-[14.5rem] full:w-[15.75rem]">
        {guild && <GuildTop guild={guild} current={channelId ?? null} isAlone={isAlone} />}
        {guild && (
          <Part key={guild.id}>
            <ChannelList
              guild={guild}
              current={channelId ?? null}
              voice={(channel, tools) => <VoiceChannel guildId={guild.id} channel={channel} tools={tools} />}
            />
          </Part>
        )}
        {isHome && (
          <HomeList home={home} current={channelId ?? null} isAtFriends={isAtFriends} isAlone={isAlone} />
        )}
        {!guild && !isHome && isLoading && (
          <div className="flex min-h-0 flex-1 flex-col">
            {isAlone ? (
              <Connecting>
                <h1 className="sr-only">{t("start.connecting")}</h1>
                <LineSkeletons label={t("common.loading")} count={6} />
              </Connecting>
            ) : (
              <LineSkeletons label={t("common.loading")} count={6} />
            )}
          </div>
        )}
        {!guild && !isHome && !isLoading && <NoGuild isAlone={isAlone} isGone={guildId !== ""} />}
        <VoiceFoot />
        <UserPanel
          choices={
            <>
              <StatusChoice onText={() => setTexting(true)} />
              <ThemeChoice />
            </>
          }
          status={own.status === "invisible" ? "offline" : own.status}
          note={own.text ?? t(`presence.${own.status}`)}
          onSwitch={() => openSwitcher(true)}
          onSettings={() => void navigate({ to: "/settings" })}
        />
      </div>
      {texting && <StatusDialog onClose={() => setTexting(false)} />}
      {adding && (
        <AddGuildDialog
          onClose={() => setAdding(false)}
          onCreated={(id) => {
            setAdding(false);
            void navigate({ to: "/channels/$guildId", params: { guildId: id } });
          }}
          onInvite={(text) => void navigate({ to: "/invite/$code", params: { code: readInviteCode(text) } })}
        />
      )}
    </Frame>
  );
}

/** On wide screens the pane beside says it. */
function NoGuild({ isAlone, isGone }: { isAlone: boolean; isGone: boolean }) {
  const { t } = useTranslation();
  if (!isAlone) return <div className="flex-1" />;
  return (
    <StatePanel title={isGone ? t("guild.gone") : t("guild.none")}>
      <p>{isGone ? t("guild.goneHint") : t("guild.noneHint")}</p>
    </StatePanel>
  );
}
