/**
 * The embeds of bots, as what may be shown of them. They come as the bot wrote them, so each field is checked:
 * what has a wrong type is left out, what is too long is cut, and no address runs anything.
 *
 * - EM1  Pictures are shown from this server only: the page's policy lets no other come, and nobody is to learn
 *        from a picture who reads. Others are links.
 */
import { safeHref } from "./markdown/addresses.ts";
import { filePath } from "./pictures.ts";
import type { Attachment } from "./wire.ts";

/** As the v10 API bounds them. */
const EMBEDS_MAX = 10;
const FIELDS_MAX = 25;
const TITLE_MAX = 256;
const DESCRIPTION_MAX = 4_096;
const FIELD_VALUE_MAX = 1_024;
const FOOTER_MAX = 2_048;
const COLOR_MAX = 0xff_ff_ff;

export interface EmbedPicture {
  /** On this server, to be shown; null: elsewhere. */
  path: string | null;
  href: string;
  width: number | null;
  height: number | null;
}

export interface EmbedField {
  name: string;
  value: string;
  inline: boolean;
}

export interface Embed {
  title: string | null;
  url: string | null;
  description: string | null;
  color: number | null;
  author: { name: string; url: string | null } | null;
  fields: readonly EmbedField[];
  footer: string | null;
  timeMs: number | null;
  image: EmbedPicture | null;
  thumbnail: EmbedPicture | null;
}

/** `attachments`: those of the message, which its embeds may show. */
export function readEmbeds(stored: unknown, attachments: readonly Attachment[]): Embed[] {
  if (!Array.isArray(stored)) return [];
  return stored
    .slice(0, EMBEDS_MAX)
    .map((embed) => readEmbed(embed, attachments))
    .filter((embed) => embed !== null);
}

function readEmbed(stored: unknown, attachments: readonly Attachment[]): Embed | null {
  if (!isObject(stored)) return null;
  const { author, footer, color, timestamp } = stored;
  const authorName = isObject(author) ? text(author.name, TITLE_MAX) : null;
  const timeMs = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  const embed: Embed = {
    title: text(stored.title, TITLE_MAX),
    url: webAddress(stored.url),
    description: text(stored.description, DESCRIPTION_MAX),
    color: typeof color === "number" && color >= 0 && color <= COLOR_MAX ? Math.floor(color) : null,
    author: authorName === null ? null : { name: authorName, url: webAddress((author as Fields).url) },
    fields: readFields(stored.fields),
    footer: isObject(footer) ? text(footer.text, FOOTER_MAX) : null,
    timeMs: Number.isFinite(timeMs) ? timeMs : null,
    image: picture(stored.image, attachments),
    thumbnail: picture(stored.thumbnail, attachments),
  };
  return isEmpty(embed) ? null : embed;
}

function isEmpty({ title, description, author, fields, footer, image, thumbnail }: Embed): boolean {
  return fields.length === 0 && [title, description, author, footer, image, thumbnail].every((it) => !it);
}

function readFields(stored: unknown): EmbedField[] {
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, FIELDS_MAX).flatMap((field): EmbedField[] => {
    if (!isObject(field)) return [];
    const [name, value] = [text(field.name, TITLE_MAX), text(field.value, FIELD_VALUE_MAX)];
    return name === null && value === null
      ? []
      : [{ name: name ?? "", value: value ?? "", inline: field.inline === true }];
  });
}

/** EM1 */
function picture(stored: unknown, attachments: readonly Attachment[]): EmbedPicture | null {
  if (!isObject(stored) || typeof stored.url !== "string") return null;
  const size = { width: length(stored.width), height: length(stored.height) };
  const own = attachments.find(({ url }) => url === stored.url);
  const path = own || isOwnPath(stored.url) ? filePath(stored.url) : null;
  const href = path ?? webAddress(stored.url);
  if (href === null) return null;
  return own ? { path, href, width: own.width ?? null, height: own.height ?? null } : { path, href, ...size };
}

/** A foreign address may have our paths: only one without a host is surely ours. */
function isOwnPath(address: string): boolean {
  return address.startsWith("/") && !address.startsWith("//");
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown, max: number): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.slice(0, max) : null;
}

function length(value: unknown): number | null {
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : null;
}

function webAddress(value: unknown): string | null {
  const href = typeof value === "string" ? safeHref(value) : null;
  return href?.startsWith("mailto:") ? null : href;
}
