/** What was chosen for a place, and the way to choose otherwise. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import { type GuildChoice, type Place, patchFor, readChoice, type Wish } from "@/engine/notifying/choices.ts";
import { ApiError } from "@/engine/rest/error.ts";

const REFUSED = 400;

interface ChoiceOfPlace {
  /** Null until the server has told of it. */
  choice: GuildChoice | null;
  /** What was wished and is on its way. */
  wished: Wish | undefined;
  wish(wish: Wish): void;
}

export function useChoice(place: Place): ChoiceOfPlace {
  const { t } = useTranslation();
  const { clock } = useEngine().ports;
  const { settings, guilds } = useSession();
  const errorText = useErrorText();
  const kept = useFromStore(settings.store, (state) => state);
  const { mutate, isPending, variables } = useMutation({
    // One after the other: each begins with what the one before it left.
    scope: { id: "notifications" },
    mutationFn: (wish: Wish) =>
      settings.change(patchFor(settings.store.getState() ?? {}, guilds.getState(), place, wish, clock.now())),
    onError(error) {
      const isFull = error instanceof ApiError && error.status === REFUSED;
      showToast({ tone: "bad", text: isFull ? t("notifications.full") : errorText(error) });
    },
  });
  return {
    choice: kept && readChoice(kept, place.guildId),
    wished: isPending ? variables : undefined,
    wish: mutate,
  };
}
