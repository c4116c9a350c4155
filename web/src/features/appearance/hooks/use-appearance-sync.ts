/** Keeps the appearance with the account: taken over when somebody signs in, sent when it is chosen. */
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { getAppearance, putAppearance } from "../api.ts";
import { type Appearance, useAppearance } from "../appearance.ts";

export function useAppearanceSync(userId: string): void {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const { mutate: keep } = useMutation({
    // One after the other: the last choice is the one that stays.
    scope: { id: "appearance" },
    mutationFn: (appearance: Appearance) => putAppearance(rest, appearance),
    onError: (_, appearance) =>
      showToast({
        tone: "bad",
        text: t("appearance.notKept"),
        action: { label: t("common.tryAgain"), run: () => keep(appearance) },
      }),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another user has another appearance
  useEffect(() => {
    const { choices } = useAppearance.getState();
    const adopt = (kept: Appearance | null) => {
      // Whoever chose meanwhile meant it.
      if (kept && useAppearance.getState().choices === choices) useAppearance.getState().adopt(kept);
    };
    // Without an answer, what this browser remembers holds.
    getAppearance(rest).then(adopt, () => undefined);
    return useAppearance.subscribe((now, before) => {
      if (now.choices !== before.choices) keep(now.appearance);
    });
  }, [rest, keep, userId]);
}
