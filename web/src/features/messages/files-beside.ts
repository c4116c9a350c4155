/** The files of a message that stand below its text: those that an embed shows come in its frame. */
import type { Attachment, Message } from "@/engine/wire.ts";

export function filesBeside({ attachments = [], embeds = [] }: Message): readonly Attachment[] {
  if (attachments.length === 0 || embeds.length === 0) return attachments;
  const inEmbeds = new Set(
    embeds.flatMap(({ image, thumbnail }) => [addressOf(image), addressOf(thumbnail)]),
  );
  return attachments.filter(({ url }) => !inEmbeds.has(url));
}

/** Embeds come as a bot wrote them. */
function addressOf(picture: unknown): unknown {
  return typeof picture === "object" && picture !== null && "url" in picture ? picture.url : null;
}
