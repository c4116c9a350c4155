/** The files of a message on its way: how far they are. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { OutboxEntry } from "@/engine/outbox/outbox.ts";
import { fileSize } from "@/ui/file-size.ts";
import { focusComposer } from "../focus-composer.ts";
import { FileIcon } from "./file-icon.tsx";

export function PendingFiles({ entry: { nonce, channelId, files = [] } }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const { outbox } = useSession();
  const part = useFromStore(outbox.uploads, ({ [nonce]: uploaded }) => uploaded);
  if (files.length === 0) return null;
  return (
    <div className="mt-1 grid w-80 max-w-full gap-2 rounded-medium border border-line bg-panel p-3 text-small">
      {files.map(({ name, size }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the files of one message never move
        <p key={at} className="flex items-center gap-2">
          <FileIcon />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="text-tiny text-ink-3">{fileSize(size)}</span>
        </p>
      ))}
      {part !== undefined && (
        <div className="flex items-center gap-2">
          <progress
            aria-label={t("files.progress")}
            value={part}
            className="h-1.5 min-w-0 flex-1 accent-(--accent)"
          />
          <span className="text-tiny tabular-nums text-ink-3">{Math.round(part * 100)} %</span>
          <button
            type="button"
            className="font-medium text-link underline-offset-2 hover:underline"
            onClick={() => outbox.discard(nonce) && focusComposer(channelId)}
          >
            {t("common.cancel")}
          </button>
        </div>
      )}
    </div>
  );
}
