/** Notifications of a session: what is on screen decides, and pressing one leads there. */
import { getI18n } from "react-i18next";
import type { Engine } from "@/engine/engine.ts";
import { createNotifier, type Told } from "@/engine/notifying/notifier.ts";
import type { Cancel } from "@/engine/ports.ts";
import type { Session } from "@/engine/session.ts";
import { type Id, isThread } from "@/engine/wire.ts";
import { useDevice } from "@/features/notifications/device.ts";
import { usePermission, watchPermission } from "@/features/notifications/permission.ts";
import { sentencesOf } from "@/features/notifications/sentences.ts";
import { closeAll, closeNotice, showNotice } from "@/features/notifications/shown.ts";
import { canPlay, playTones } from "@/features/notifications/sound.ts";
import "../i18n/add-notifications.ts";
import type { AppRouter } from "../router.tsx";

export function startNotifier({ ports }: Engine, session: Session, router: AppRouter): Cancel {
  void watchPermission();
  const stop = createNotifier(ports, session, {
    looked: () => (document.hasFocus() ? openChannels(router) : []),
    show: (told, calls) => show(told, calls, router),
    close: (channelId) => closeNotice(tagOf(channelId)),
  });
  addEventListener("pagehide", closeAll);
  return () => {
    removeEventListener("pagehide", closeAll);
    stop();
  };
}

function show(told: Told, calls: boolean, router: AppRouter): void {
  const { shown, sound } = useDevice.getState();
  const isHeard = calls && sound && canPlay();
  if (isHeard) void playTones();
  usePermission.getState().look();
  if (!shown || usePermission.getState().permission !== "granted") return;
  const { guild, channel } = told;
  const isBelow = isThread(channel) && channel.parent_id !== null;
  showNotice({
    ...sentencesOf(getI18n().t, told),
    tag: tagOf(channel.id),
    calls,
    // The system's own sound only where ours cannot be heard.
    silent: !sound || isHeard,
    onClick: () =>
      void router.navigate({
        to: "/channels/$guildId/$channelId",
        params: { guildId: guild.id, channelId: isBelow ? (channel.parent_id ?? "") : channel.id },
        search: isBelow ? { thread: channel.id } : {},
      }),
  });
}

/** The channel in the address, and a thread beside it. */
function openChannels(router: AppRouter): Id[] {
  const { matches } = router.state;
  const params = matches.at(-1)?.params as { channelId?: Id } | undefined;
  const { thread } = router.state.location.search as { thread?: unknown };
  return [params?.channelId, thread === undefined ? undefined : String(thread)].filter(
    (id) => id !== undefined,
  );
}

function tagOf(channelId: Id): string {
  return `confab-${channelId}`;
}
