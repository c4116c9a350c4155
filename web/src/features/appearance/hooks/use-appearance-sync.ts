/**
 * Keeps the appearance with the account: taken over where it was chosen on another device, sent where it is
 * chosen here.
 *
 * - While a choice made here is on its way, what comes is not taken over; what holds in the end is, when
 *   the last of them was answered. One that was refused stays here.
 */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import type { Settings } from "@/engine/settings.ts";
import { type Appearance, readAppearance, useAppearance } from "../appearance.ts";

export function useAppearanceSync(): void {
  const { settings } = useSession();
  const { t } = useTranslation();
  const underWay = useRef(0);
  const { mutate: keep } = useMutation({
    // One after the other: the last choice is the one that stays.
    scope: { id: "appearance" },
    mutationFn: (appearance: Appearance) => settings.change({ appearance }),
    onSettled(_, error) {
      underWay.current -= 1;
      if (!error && underWay.current === 0) adopt(settings.store.getState());
    },
    onError: (_, appearance) =>
      showToast({
        tone: "bad",
        text: t("appearance.notKept"),
        action: { label: t("common.tryAgain"), run: () => send(appearance) },
      }),
  });

  function send(appearance: Appearance): void {
    underWay.current += 1;
    keep(appearance);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `keep` is always the same
  useEffect(() => {
    const unfollow = settings.store.subscribe((now, before) => {
      if (underWay.current === 0 && chosenIn(now) !== chosenIn(before)) adopt(now);
    });
    adopt(settings.store.getState());
    const unwatch = useAppearance.subscribe((now, before) => {
      if (now.choices !== before.choices) send(now.appearance);
    });
    return () => {
      unfollow();
      unwatch();
    };
  }, [settings]);
}

/** Whoever has never chosen keeps what this browser remembers. */
function adopt(settings: Settings | null): void {
  if (chosenIn(settings) === null) return;
  useAppearance.getState().adopt(readAppearance(settings?.appearance));
}

function chosenIn(settings: Settings | null): string | null {
  return settings?.appearance === undefined ? null : JSON.stringify(readAppearance(settings.appearance));
}
