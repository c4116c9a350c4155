/** Where messages are written; which key sends them is in `send-key.ts`. */
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import TextareaAutosize from "react-textarea-autosize";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useMay } from "@/binding/use-guild.ts";
import { SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import type { Id } from "@/engine/wire.ts";
import { workIn } from "@/engine/writing.ts";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { isOverlayOpen } from "@/ui/overlay.ts";
import { useIsNarrow, useIsTouch } from "@/ui/use-media.ts";
import { useComposer } from "../hooks/use-composer.ts";
import { sends } from "../send-key.ts";
import { ReplyBar } from "./reply-bar.tsx";

/** The count is shown only where it begins to matter. */
const LEFT_SHOWN_MAX = 200;

interface ComposerProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
}

export function Composer({ guildId, channelId, channelName }: ComposerProps) {
  const { t } = useTranslation();
  const maySend = useMay(guildId, SEND_MESSAGES, channelId);
  if (!maySend) {
    return (
      <p className="mx-2 rounded-medium bg-raised px-4 py-3 text-ink-3 wide:mx-4">
        {t("composer.forbidden")}
      </p>
    );
  }
  return (
    <>
      <ReplyBar guildId={guildId} channelId={channelId} />
      <Writer channelId={channelId} channelName={channelName} />
    </>
  );
}

function Writer({ channelId, channelName }: Omit<ComposerProps, "guildId">) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const isTouch = useIsTouch();
  const { writing } = useSession();
  const { text, left, canSend, change, send, editLast } = useComposer(channelId);
  const replyTo = useFromStore(writing.store, (state) => workIn(state, channelId).reply?.message.id);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (replyTo !== undefined) field.current?.focus();
  }, [replyTo]);
  const label = t("composer.label", { channel: channelName });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowUp" && text === "" && editLast()) event.preventDefault();
    if (event.key === "Escape" && replyTo !== undefined) {
      event.preventDefault();
      writing.change(channelId, { reply: null });
    }
    if (!sends(event.nativeEvent, isTouch)) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="mx-2 flex items-end gap-1 rounded-medium bg-raised px-2 py-1.5 focus-within:outline-1 focus-within:outline-[oklch(from_var(--accent)_l_c_h/0.6)] wide:mx-4"
    >
      <TextareaAutosize
        ref={field}
        data-composer
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        maxRows={12}
        autoFocus={!isNarrow && !isOverlayOpen()}
        enterKeyHint={isTouch ? "enter" : "send"}
        className="min-w-0 flex-1 resize-none self-center bg-transparent px-2 py-1.5 text-ink outline-none placeholder:truncate placeholder:text-ink-3"
      />
      {left < LEFT_SHOWN_MAX && (
        <output
          className={cx(
            "self-center text-tiny tabular-nums",
            left < 0 ? "font-semibold text-bad" : "text-ink-3",
          )}
        >
          {left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.left", { count: left })}
        </output>
      )}
      <IconButton label={t("composer.send")} type="submit" disabled={!canSend} className="text-accent">
        <SendHorizontal size={18} aria-hidden />
      </IconButton>
    </form>
  );
}
