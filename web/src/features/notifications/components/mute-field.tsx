/** Whether a place is muted, for how long it is to be, and the way back. */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useMuted } from "@/binding/use-muted.ts";
import type { Place } from "@/engine/notifying/choices.ts";
import { Button } from "@/ui/button.tsx";
import { useChoice } from "../hooks/use-choice.ts";
import { useMuteWords } from "../hooks/use-mute-words.ts";

const MINUTE_MS = 60_000;

const WHILES = [
  ["m15", 15 * MINUTE_MS],
  ["h1", 60 * MINUTE_MS],
  ["h8", 480 * MINUTE_MS],
  ["h24", 1_440 * MINUTE_MS],
] as const;

export function MuteField({ place, guildName }: { place: Place; guildName: string }) {
  const { t } = useTranslation();
  const { clock } = useEngine().ports;
  const { choice, wished, wish } = useChoice(place);
  const state = useRef<HTMLParagraphElement>(null);
  const { guildId, channelId } = place;
  const isGuildMuted = useMuted(guildId, guildId);
  const own = channelId === null ? choice : choice?.channels[channelId];
  const words = useMuteWords(own?.mutedUntil);
  const isBusy = wished !== undefined;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-small font-semibold text-ink-2">{t("notifications.mute")}</legend>
      <p className="text-small text-ink-3">{t("notifications.muteHint")}</p>
      <div className="flex flex-wrap gap-2">
        {WHILES.map(([name, ms]) => (
          <Button
            key={name}
            look="quiet"
            disabled={isBusy}
            onClick={() => wish({ mutedUntil: clock.now() + ms })}
          >
            {t(`notifications.mutedFor.${name}`)}
          </Button>
        ))}
        <Button look="quiet" disabled={isBusy} onClick={() => wish({ mutedUntil: null })}>
          {t("notifications.muteForGood")}
        </Button>
      </div>
      {channelId !== null && isGuildMuted && (
        <p className="text-small text-ink-2">{t("notifications.mutedAbove", { name: guildName })}</p>
      )}
      <div className="flex min-h-10 flex-wrap items-center gap-3">
        <p ref={state} tabIndex={-1} role="status" className="text-small text-ink-2">
          {words ?? t("notifications.notMuted")}
        </p>
        {words && (
          <Button
            disabled={isBusy}
            onClick={() => {
              // The button goes with the mute.
              state.current?.focus();
              wish({ unmuted: true });
            }}
          >
            {t("notifications.unmute")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
