/** A file that is no picture: played where browsers play it safely, else a row that downloads it. */
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { filePath } from "@/engine/pictures.ts";
import type { Attachment } from "@/engine/wire.ts";
import { fileSize } from "@/ui/file-size.ts";
import { attachmentKind, boxOf, shownName } from "../attachment-kind.ts";
import { FileIcon } from "./file-icon.tsx";

interface AttachmentBodyProps {
  attachment: Attachment;
  /** It cannot be loaded: its address may have worn out. */
  onBroken(): void;
}

export function AttachmentBody({ attachment, onBroken }: AttachmentBodyProps) {
  const { url, description } = attachment;
  const path = filePath(url);
  const label = description || shownName(attachment);
  switch (path === null ? "file" : attachmentKind(attachment)) {
    case "video": {
      const box = boxOf(attachment);
      return (
        // biome-ignore lint/a11y/useMediaCaption: people's own videos have none
        <video
          controls
          preload="metadata"
          src={path ?? ""}
          aria-label={label}
          onError={onBroken}
          style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
          className="max-w-full rounded-medium bg-rail"
        />
      );
    }
    case "audio":
      return (
        <figure className="grid w-80 max-w-full gap-1 rounded-medium border border-line bg-panel p-3">
          <figcaption className="truncate text-small">{shownName(attachment)}</figcaption>
          {/* biome-ignore lint/a11y/useMediaCaption: people's own recordings have none */}
          <audio
            controls
            preload="none"
            src={path ?? ""}
            aria-label={label}
            onError={onBroken}
            className="h-9 w-full"
          />
        </figure>
      );
    default:
      return <FileRow attachment={attachment} />;
  }
}

function FileRow({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation();
  const { url, size, content_type, description } = attachment;
  const name = shownName(attachment);
  return (
    <a
      href={filePath(url) ?? undefined}
      download={name}
      title={description ?? name}
      className="flex max-w-full items-center gap-3 rounded-medium border border-line bg-panel p-3 hover:bg-raised"
    >
      <FileIcon />
      <span className="min-w-0">
        <b className="block truncate font-semibold">{name}</b>
        <small className="block truncate text-tiny text-ink-3">
          {fileSize(size)} · {content_type?.split(";")[0] ?? t("files.unknown")}
        </small>
        {description && <small className="block truncate text-tiny text-ink-3">{description}</small>}
      </span>
      <Download size={16} aria-hidden className="ml-2 shrink-0 text-ink-2" />
      <span className="sr-only">{t("files.download")}</span>
    </a>
  );
}
