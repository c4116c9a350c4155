/** Why a message is not sent yet, and what can be done about it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { FILES_MAX } from "@/engine/outbox/files.ts";
import { isStale, type OutboxEntry } from "@/engine/outbox/outbox.ts";
import { momentName } from "@/ui/time.ts";
import { focusComposer } from "../focus-composer.ts";
import { useWait } from "../hooks/use-wait.ts";

interface PendingNoteProps {
  entry: OutboxEntry;
  /** Whether it is the next one of its channel to be sent. */
  isHead: boolean;
}

export function PendingNote({ entry, isHead }: PendingNoteProps) {
  const { t } = useTranslation();
  const { clock } = useEngine().ports;
  const { connection, outbox } = useSession();
  const isOnline = useFromStore(connection.store, ({ status }) => status === "online");
  const waitS = useWait(entry.channelId);
  if (entry.refusal !== null) {
    return (
      <p role="alert" className="flex flex-wrap gap-x-3 text-small text-bad">
        {entry.refusal === "" ? t("messages.brokeOff") : t("messages.notSent", { reason: entry.refusal })}
        <NoteAction onPress={() => outbox.retry(entry.nonce)}>{t("messages.retry")}</NoteAction>
        <TakeBack entry={entry} />
      </p>
    );
  }
  if (isStale(entry, clock.now())) {
    return (
      <p className="flex flex-wrap gap-x-3 text-small text-ink-3">
        {t("messages.unsentSince", { time: momentName(entry.writtenAtMs) })}
        <NoteAction onPress={() => outbox.retry(entry.nonce)}>{t("messages.sendNow")}</NoteAction>
        <TakeBack entry={entry} />
      </p>
    );
  }
  if (waitS !== null || !isOnline) {
    const reason = () => {
      if (waitS === null) return t("messages.waiting");
      return isHead ? t("messages.sendsIn", { count: waitS }) : t("messages.queued");
    };
    return (
      <p className="flex flex-wrap gap-x-3 text-small text-ink-3">
        <span className="tabular-nums">{reason()}</span>
        <TakeBack entry={entry} />
      </p>
    );
  }
  return <p className="sr-only">{t("messages.sending")}</p>;
}

/** Edit and discard, as long as it is certain that the message is nowhere but here. */
function TakeBack({ entry: { nonce, channelId, content, tried } }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const { outbox, drafts, writing } = useSession();
  if (tried) return null;

  function discard(): boolean {
    const isDone = outbox.discard(nonce);
    if (isDone) focusComposer(channelId);
    else showToast({ tone: "bad", text: t("messages.underWay") });
    return isDone;
  }

  /** Back into the composer, before what stands there already. */
  function edit(): void {
    const files = outbox.filesOf(nonce);
    if (!discard()) return;
    writing.change(channelId, { files: [...files, ...writing.of(channelId).files].slice(0, FILES_MAX) });
    const draft = drafts.get(channelId);
    drafts.set(channelId, draft === "" ? content : `${content}\n${draft}`);
  }

  return (
    <>
      <NoteAction onPress={edit}>{t("messages.editUnsent")}</NoteAction>
      <NoteAction onPress={discard}>{t("messages.discard")}</NoteAction>
    </>
  );
}

function NoteAction({ onPress, children }: { onPress(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="font-medium text-link underline-offset-2 hover:underline"
      onClick={onPress}
    >
      {children}
    </button>
  );
}
