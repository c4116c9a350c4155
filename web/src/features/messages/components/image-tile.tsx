/** A picture of a message in the room that is kept for it; a press shows it large. */
import { useTranslation } from "react-i18next";
import { filePath } from "@/engine/pictures.ts";
import type { Attachment } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { boxOf, previewPath, shownName } from "../attachment-kind.ts";

interface ImageTileProps {
  image: Attachment;
  /** One of several: a square of the gallery. */
  isTile: boolean;
  onView(): void;
  /** It cannot be loaded: its address may have worn out. */
  onBroken(): void;
}

export function ImageTile({ image, isTile, onView, onBroken }: ImageTileProps) {
  const { t } = useTranslation();
  const { url, description } = image;
  const name = shownName(image);
  const box = boxOf(image);
  const label = description ? t("files.viewDescribed", { name, description }) : t("files.view", { name });
  return (
    <button
      type="button"
      aria-label={label}
      title={description ?? name}
      onClick={onView}
      style={isTile ? undefined : { width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      className={cx(
        "block max-w-full cursor-zoom-in overflow-hidden rounded-medium bg-raised",
        isTile && "aspect-square w-full",
      )}
    >
      <img
        src={previewPath(image) ?? filePath(url) ?? ""}
        alt=""
        loading="lazy"
        decoding="async"
        onError={onBroken}
        className="size-full object-cover"
      />
    </button>
  );
}
