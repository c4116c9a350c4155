/** A picture as large as the page: the arrows lead to the others of its message, a press zooms. */
import { ChevronLeft, ChevronRight, ExternalLink, X, ZoomIn, ZoomOut } from "lucide-react";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { filePath } from "@/engine/pictures.ts";
import type { Attachment, Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { useOpener } from "@/ui/use-opener.ts";
import { shownName } from "../attachment-kind.ts";

interface ImageViewerProps {
  images: readonly Attachment[];
  startId: Id;
  onClose(): void;
}

export function ImageViewer({ images, startId, onClose }: ImageViewerProps) {
  const { t } = useTranslation();
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      images.findIndex(({ id }) => id === startId),
    ),
  );
  const [isLarge, setLarge] = useState(false);
  const { remember, giveBack } = useOpener();
  const image = images[at];
  if (!image) return null;
  const name = shownName(image);

  function go(step: 1 | -1): void {
    if (!images[at + step]) return;
    setLarge(false);
    setAt(at + step);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
    if (event.key === "+") setLarge(true);
    if (event.key === "-") setLarge(false);
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.8)]" />
        <Dialog.Content
          data-layer
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={giveBack}
          className="fixed inset-0 z-50 flex flex-col outline-none"
        >
          <div className="flex items-center gap-1 bg-panel px-3 py-1">
            <Dialog.Title className="min-w-0 flex-1 truncate text-small font-semibold">{name}</Dialog.Title>
            {images.length > 1 && (
              <p aria-live="polite" className="px-2 text-small text-ink-3 tabular-nums">
                {t("files.position", { at: at + 1, count: images.length })}
              </p>
            )}
            <IconButton
              label={isLarge ? t("files.zoomOut") : t("files.zoomIn")}
              onClick={() => setLarge(!isLarge)}
            >
              {isLarge ? <ZoomOut size={18} aria-hidden /> : <ZoomIn size={18} aria-hidden />}
            </IconButton>
            <a
              href={filePath(image.url) ?? undefined}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={t("files.original")}
              title={t("files.original")}
              className="grid size-11 place-items-center rounded-small text-ink-2 hover:bg-raised hover:text-ink wide:size-[2.125rem]"
            >
              <ExternalLink size={18} aria-hidden />
            </a>
            <Dialog.Close asChild>
              <IconButton label={t("common.close")}>
                <X size={18} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          <div
            className={cx(
              "min-h-0 flex-1 p-4",
              isLarge ? "overflow-auto" : "grid place-items-center overflow-hidden",
            )}
          >
            <button
              type="button"
              aria-label={isLarge ? t("files.zoomOut") : t("files.zoomIn")}
              onClick={() => setLarge(!isLarge)}
              className={isLarge ? "cursor-zoom-out" : "grid size-full cursor-zoom-in place-items-center"}
            >
              <img
                src={filePath(image.url) ?? ""}
                alt={image.description ?? name}
                className={isLarge ? "max-w-none" : "max-h-full max-w-full object-contain"}
              />
            </button>
          </div>
          {image.description && (
            <p className="max-h-24 overflow-y-auto bg-panel px-4 py-2 text-center text-small">
              {image.description}
            </p>
          )}
          {images.length > 1 && (
            <div className="flex justify-center gap-2 bg-panel p-1">
              <IconButton label={t("files.previous")} disabled={at === 0} onClick={() => go(-1)}>
                <ChevronLeft size={20} aria-hidden />
              </IconButton>
              <IconButton label={t("files.next")} disabled={at === images.length - 1} onClick={() => go(1)}>
                <ChevronRight size={20} aria-hidden />
              </IconButton>
            </div>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
