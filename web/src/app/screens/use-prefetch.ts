/**
 * Fetches the code that is loaded on demand, once the page has come to rest: whoever loses the network
 * later keeps every screen, and none of them is waited for. One after another: begun together they would
 * hold up the page for longer than a frame.
 */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { loadMenus } from "@/ui/menu.tsx";
import { loadPopovers } from "@/ui/popover.tsx";

/** The conversation comes first. */
const REST_MS = 3_000;

export function usePrefetch(): void {
  const router = useRouter();
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(async () => {
      const screens = Object.values(router.routesById).map(({ options }) => options.component?.preload);
      for (const bring of [...screens, ...DIALOGS]) {
        if (!isWanted) return;
        // What cannot be fetched now is fetched when it is wanted.
        await bring?.()?.catch(() => undefined);
      }
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [router]);
}

const DIALOGS: readonly (() => Promise<unknown>)[] = [
  () => import("@/ui/toaster.tsx"),
  () => import("@/features/shortcuts/components/shortcuts-dialog.tsx"),
  () => import("./switcher.tsx"),
  () => import("./thread-pane.tsx"),
  () => import("@/features/threads/components/create-thread-dialog.tsx"),
  () => import("@/features/threads/components/threads-dialog.tsx"),
  () => import("@/features/threads/components/thread-members-dialog.tsx"),
  () => import("@/features/threads/components/rename-thread-dialog.tsx"),
  () => import("@/features/threads/components/delete-thread-dialog.tsx"),
  loadMenus,
  () => import("@/features/members/components/member-card.tsx"),
  () => import("@/features/roles/components/role-giver.tsx"),
  () => import("../i18n/add-settings.ts"),
  () => import("../i18n/add-friends.ts"),
  () => import("../i18n/add-notifications.ts"),
  () => import("@/features/notifications/components/notify-dialog.tsx"),
  () => import("@/features/notifications/components/notifications-page.tsx"),
  () => import("@/features/friends/components/friend-buttons.tsx"),
  () => import("../i18n/add-voice.ts"),
  () => import("@/features/voice/start.ts"),
  () => import("@/features/voice/components/voice-panel.tsx"),
  () => import("@/features/voice/components/person-volume.tsx"),
  () => import("@/features/voice/components/voice-page.tsx"),
  () => import("@/features/conversations/components/message-button.tsx"),
  () => import("@/features/conversations/components/conversation-list.tsx"),
  () => import("./open-conversation.tsx"),
  loadPopovers,
  () => import("@/features/messages/components/highlighted-code.tsx"),
  () => import("@/features/messages/components/message-editor.tsx"),
  () => import("@/features/messages/components/image-viewer.tsx"),
  () => import("@/features/messages/components/draft-files.tsx"),
  () => import("@/features/messages/components/embeds.tsx"),
  () => import("@/features/messages/components/emoji-picker.tsx"),
  () => import("@/features/messages/components/reactors-dialog.tsx"),
  () => import("@/features/messages/components/pins-dialog.tsx"),
  () => import("@/features/guilds/components/add-guild-dialog.tsx"),
  () => import("@/features/guilds/components/leave-guild-dialog.tsx"),
  () => import("@/features/channels/components/create-channel-dialog.tsx"),
  () => import("@/features/invites/components/create-invite-dialog.tsx"),
];
