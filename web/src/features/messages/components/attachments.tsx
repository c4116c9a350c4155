/** The files of a message: pictures side by side, then the rest, each as what it is. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import type { Attachment, Message } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { attachmentKind, boxOf, isSpoiler } from "../attachment-kind.ts";
import { useFreshAddresses } from "../hooks/use-fresh-addresses.ts";
import { AttachmentBody } from "./attachment-body.tsx";
import { ImageTile } from "./image-tile.tsx";

const ImageViewer = onDemand(async () => (await import("./image-viewer.tsx")).ImageViewer);

interface AttachmentsProps {
  message: Message;
  /** Those that are shown here. */
  files: readonly Attachment[];
}

export function Attachments({ message, files }: AttachmentsProps) {
  const { t } = useTranslation();
  const [viewedId, setViewedId] = useState<string | null>(null);
  const renew = useFreshAddresses(message);
  const images = files.filter((one) => attachmentKind(one) === "image");
  const others = files.filter((one) => attachmentKind(one) !== "image");
  const isGallery = images.length > 1;
  return (
    <>
      <ul
        aria-label={t("files.list")}
        className="mt-1 grid grid-cols-[minmax(0,1fr)] justify-items-start gap-2"
      >
        {images.length > 0 && (
          <li className={cx("max-w-full", isGallery && "w-[34rem]")}>
            <ul
              aria-label={t("files.pictures")}
              className={cx(
                isGallery && "grid gap-1",
                isGallery && (images.length % 3 === 0 || images.length > 4 ? "grid-cols-3" : "grid-cols-2"),
              )}
            >
              {images.map((image) => (
                <li key={image.id} className="min-w-0">
                  <Hidden attachment={image} isTile={isGallery}>
                    <ImageTile
                      image={image}
                      isTile={isGallery}
                      onView={() => setViewedId(image.id)}
                      onBroken={renew}
                    />
                  </Hidden>
                </li>
              ))}
            </ul>
          </li>
        )}
        {others.map((attachment) => (
          <li key={attachment.id} className="max-w-full">
            <Hidden attachment={attachment}>
              <AttachmentBody attachment={attachment} onBroken={renew} />
            </Hidden>
          </li>
        ))}
      </ul>
      {viewedId !== null && (
        <ImageViewer images={images} startId={viewedId} onClose={() => setViewedId(null)} />
      )}
    </>
  );
}

interface HiddenProps {
  attachment: Attachment;
  isTile?: boolean;
  children: ReactNode;
}

/** A spoiler shows when it is asked for. */
function Hidden({ attachment, isTile = false, children }: HiddenProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(!isSpoiler(attachment));
  if (isShown) return children;
  const box = attachmentKind(attachment) === "file" ? { width: 240, height: 64 } : boxOf(attachment);
  return (
    <button
      type="button"
      onClick={() => setShown(true)}
      style={isTile ? undefined : { width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      className={cx(
        "grid max-w-full place-items-center rounded-medium bg-raised font-semibold text-ink-2 hover:text-ink",
        isTile && "aspect-square w-full",
      )}
    >
      {t("messages.showSpoiler")}
    </button>
  );
}
