/**
 * How a call makes itself noticed: a sound again and again, and a notification where the browser has them. Both
 * only in the tab that leads, and neither in "do not disturb" or of what is muted: there it rings in silence.
 */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { HOME } from "@/engine/guilds/home.ts";
import { isMuted } from "@/engine/guilds/threads.ts";
import { ownStatus } from "@/engine/notifying/own-status.ts";
import { startRinging } from "@/engine/ringing.ts";
import type { Id } from "@/engine/wire.ts";
import { useDevice } from "@/features/notifications/device.ts";
import { usePermission } from "@/features/notifications/permission.ts";
import { closeNotice, showNotice } from "@/features/notifications/shown.ts";
import { CALL_HZ, canPlay, playTones } from "@/features/notifications/sound.ts";

interface RingingOptions {
  channelId: Id;
  name: string;
  group: string | null;
  onOpen(): void;
  onOver(): void;
}

export function useRinging(options: RingingOptions): void {
  const { t } = useTranslation();
  const session = useSession();
  const current = useRef(options);
  useEffect(() => {
    current.current = options;
  });
  const { channelId } = options;
  useEffect(() => {
    const tag = `confab-call-${channelId}`;
    let isShown = false;
    const tell = () => {
      usePermission.getState().look();
      if (isShown || document.hasFocus() || !useDevice.getState().shown) return;
      if (usePermission.getState().permission !== "granted") return;
      isShown = true;
      const { name, group, onOpen } = current.current;
      const title =
        group === null ? t("calls.notice", { name }) : t("calls.noticeGroup", { name, title: group });
      showNotice({ tag, title, body: "", calls: true, silent: true, onClick: onOpen });
    };
    const cancel = startRinging(session.clock, {
      isWanted: () => session.leads() && session.isReady() && isLoud(session, channelId),
      tone() {
        if (useDevice.getState().sound && canPlay()) void playTones(CALL_HZ);
        tell();
      },
      ended: () => current.current.onOver(),
    });
    return () => {
      cancel();
      closeNotice(tag);
    };
  }, [session, channelId, t]);
}

function isLoud(session: ReturnType<typeof useSession>, channelId: Id): boolean {
  const home = session.guilds.getState().guilds[HOME];
  return ownStatus(session) !== "dnd" && !isMuted(session.settings.muted.getState(), home, channelId);
}
