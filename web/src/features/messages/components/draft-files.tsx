/** Above the composer: the files that go with the next message. */
import { Eye, EyeOff, PencilLine, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftFile } from "@/engine/outbox/files.ts";
import type { Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { fileSize } from "@/ui/file-size.ts";
import { Popover } from "@/ui/popover.tsx";
import { focusComposer } from "../focus-composer.ts";
import { type Files, useFiles } from "../hooks/use-files.ts";
import { DescribeFile } from "./describe-file.tsx";
import { FileIcon } from "./file-icon.tsx";

export function DraftFiles({ guildId, channelId }: { guildId: Id; channelId: Id }) {
  const { t } = useTranslation();
  const { files, remove, alter } = useFiles(guildId, channelId);
  const list = useRef<HTMLUListElement>(null);
  if (files.length === 0) return null;

  /** The focus goes to the next one's button, or back to the text. */
  function removeAt(at: number, id: string): void {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("[data-remove]") ?? [])];
    const next = buttons[at + 1] ?? buttons[at - 1];
    remove(id);
    if (next) next.focus();
    else focusComposer(channelId);
  }

  return (
    <ul
      ref={list}
      aria-label={t("files.chosen")}
      className="mx-2 flex gap-2 overflow-x-auto rounded-t-medium border border-b-0 border-line bg-panel p-2 wide:mx-4"
    >
      {files.map((draft, at) => (
        <DraftCard key={draft.id} draft={draft} alter={alter} onRemove={() => removeAt(at, draft.id)} />
      ))}
    </ul>
  );
}

interface DraftCardProps {
  draft: DraftFile;
  alter: Files["alter"];
  onRemove(): void;
}

function DraftCard({ draft, alter, onRemove }: DraftCardProps) {
  const { t } = useTranslation();
  const { id, file, isSpoiler, description } = draft;
  const { name } = file;
  return (
    <li className="grid w-56 shrink-0 grid-cols-[minmax(0,1fr)] gap-1 rounded-medium bg-raised p-2">
      <Preview draft={draft} />
      <p className="truncate text-small" title={name}>
        {name}
      </p>
      <div className="flex items-center">
        <span className="min-w-0 flex-1 truncate text-tiny text-ink-3">{fileSize(file.size)}</span>
        <Popover
          label={t("files.describe", { name })}
          trigger={
            <IconButton label={t("files.describe", { name })} className={description ? "text-accent" : ""}>
              <PencilLine size={15} aria-hidden />
            </IconButton>
          }
        >
          {(close) => (
            <DescribeFile
              name={name}
              description={description}
              onSave={(text) => {
                alter(id, { description: text });
                close();
              }}
            />
          )}
        </Popover>
        <IconButton
          label={t("files.spoiler", { name })}
          aria-pressed={isSpoiler}
          onClick={() => alter(id, { isSpoiler: !isSpoiler })}
        >
          {isSpoiler ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
        </IconButton>
        <IconButton data-remove label={t("files.remove", { name })} onClick={onRemove}>
          <X size={15} aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function Preview({ draft: { file, isSpoiler, description } }: { draft: DraftFile }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file.type.startsWith("image/")) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <div className="flex h-20 items-center justify-center overflow-hidden rounded-small bg-rail">
      {url === null ? (
        <FileIcon />
      ) : (
        <img src={url} alt={description} className={cx("size-full object-contain", isSpoiler && "blur-lg")} />
      )}
    </div>
  );
}
