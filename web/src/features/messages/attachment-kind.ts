/** How a file is shown: only what browsers show safely by themselves is more than a name. */
import { SPOILER_PREFIX } from "@/engine/outbox/files.ts";
import { filePath, thumbnailPath } from "@/engine/pictures.ts";
import type { Attachment } from "@/engine/wire.ts";

export type AttachmentKind = "image" | "video" | "audio" | "file";

/** v10: hidden until it is asked for. */
const FLAG_SPOILER = 8;
const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);
const VIDEOS = new Set(["video/mp4", "video/webm"]);
const AUDIOS = new Set([
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "audio/webm",
  "audio/mp4",
  "audio/flac",
  "audio/aac",
]);
/** The box that a picture may fill, in pixels. */
const BOX = { width: 400, height: 300 };
/** Twice as much, for sharp screens. */
const PREVIEW_PX = 800;

export function attachmentKind({ url, content_type, width, height }: Attachment): AttachmentKind {
  const type = (content_type ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  // Without its size it would make the rows jump.
  if (IMAGES.has(type)) return width && height && filePath(url) !== null ? "image" : "file";
  if (VIDEOS.has(type)) return "video";
  return AUDIOS.has(type) ? "audio" : "file";
}

export function isSpoiler({ filename, flags = 0 }: Attachment): boolean {
  return filename.startsWith(SPOILER_PREFIX) || (flags & FLAG_SPOILER) !== 0;
}

export function shownName({ filename }: Attachment): string {
  return filename.startsWith(SPOILER_PREFIX) ? filename.slice(SPOILER_PREFIX.length) : filename;
}

/** What stands in the timeline: the whole of it where that is small, or moves; else the server's smaller one. */
export function previewPath({ proxy_url, url, content_type, width, height }: Attachment): string | null {
  const isSmall = Math.max(width ?? 0, height ?? 0) <= PREVIEW_PX;
  return isSmall || content_type === "image/gif" ? filePath(url) : thumbnailPath(proxy_url, PREVIEW_PX);
}

/** As large as it is, within the box. */
export function boxOf({ width, height }: Attachment): { width: number; height: number } {
  const own = { width: Math.max(1, width ?? BOX.width), height: Math.max(1, height ?? BOX.height) };
  const scale = Math.min(1, BOX.width / own.width, BOX.height / own.height);
  return {
    width: Math.max(32, Math.round(own.width * scale)),
    height: Math.max(32, Math.round(own.height * scale)),
  };
}
