/** Tells that a guild is gone, where neither its own screen says so nor it was left from here. */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { wasDeparting } from "@/binding/departing.ts";
import { useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";

export function useGoneNotice(): void {
  const { t } = useTranslation();
  const router = useRouter();
  const { guilds } = useSession();
  useEffect(
    () =>
      guilds.subscribe(({ gone }, { gone: before }) => {
        if (gone === before) return;
        const open = router.state.location.pathname.split("/");
        for (const [id, guild] of Object.entries(gone)) {
          if (id in before || wasDeparting(id) || open.includes(id)) continue;
          showToast({ tone: "bad", text: t("guild.lostNotice", { guild }) });
        }
      }),
    [guilds, router, t],
  );
}
