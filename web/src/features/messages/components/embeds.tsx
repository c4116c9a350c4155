/** What bots attach to their messages, each in a frame of its colour. */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Embed, type EmbedField, type EmbedPicture, readEmbeds } from "@/engine/embeds.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { momentName } from "@/ui/time.ts";
import { MessageContent } from "./message-content.tsx";
import { TextLink } from "./text-link.tsx";

interface EmbedsProps {
  guildId: Id;
  message: Message;
}

export function Embeds({ guildId, message: { embeds, attachments, mentions } }: EmbedsProps) {
  const { t } = useTranslation();
  const shown = useMemo(() => readEmbeds(embeds, attachments ?? []), [embeds, attachments]);
  const text = (content: string) => (
    <MessageContent guildId={guildId} content={content} mentions={mentions} />
  );
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t("embeds.list")} className="mt-1 grid gap-2">
      {shown.map((embed, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the embeds of one message never move
        <li key={at}>
          <EmbedCard embed={embed} text={text} />
        </li>
      ))}
    </ul>
  );
}

interface EmbedCardProps {
  embed: Embed;
  /** What is marked up, as elements. */
  text(content: string): ReactNode;
}

function EmbedCard({ embed, text }: EmbedCardProps) {
  const { title, url, description, color, author, fields, footer, timeMs, image, thumbnail } = embed;
  const foot = [footer, timeMs === null ? null : momentName(timeMs)].filter(Boolean);
  return (
    <div
      style={color === null ? undefined : { borderLeftColor: `#${color.toString(16).padStart(6, "0")}` }}
      className="grid w-fit max-w-[33rem] min-w-0 gap-1 rounded-medium border border-l-4 border-line bg-panel p-3 text-[0.9375rem]"
    >
      <div className="flex min-w-0 gap-3">
        <div className="grid min-w-0 flex-1 gap-1">
          {author && <p className="text-small font-semibold">{linked(author.name, author.url)}</p>}
          {title && <p className="font-semibold">{linked(title, url)}</p>}
          {description && <div className="text-ink-2">{text(description)}</div>}
        </div>
        {thumbnail && <Picture picture={thumbnail} isSmall />}
      </div>
      {fields.length > 0 && (
        <dl className="grid grid-cols-6 gap-x-3 gap-y-2">
          {fields.map((field, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the fields of one embed never move
            <Field key={at} field={field} text={text} />
          ))}
        </dl>
      )}
      {image && <Picture picture={image} />}
      {foot.length > 0 && <p className="text-tiny text-ink-3">{foot.join(" · ")}</p>}
    </div>
  );
}

function Field({
  field: { name, value, inline },
  text,
}: {
  field: EmbedField;
  text: EmbedCardProps["text"];
}) {
  return (
    <div className={cx("col-span-6 min-w-0", inline && "wide:col-span-2")}>
      <dt className="text-small font-semibold">{name}</dt>
      <dd className="text-ink-2">{text(value)}</dd>
    </div>
  );
}

/** EM1: what is elsewhere is only a link. */
function Picture({ picture, isSmall = false }: { picture: EmbedPicture; isSmall?: boolean }) {
  const { t } = useTranslation();
  const { path, href, width, height } = picture;
  if (path === null) {
    return (
      <p className="min-w-0 truncate text-small">
        <TextLink href={href} isMasked>
          {t("embeds.picture", { host: new URL(href).host })}
        </TextLink>
      </p>
    );
  }
  return (
    <img
      src={path}
      alt=""
      loading="lazy"
      {...(width && height ? { style: { aspectRatio: `${width} / ${height}` } } : {})}
      className={cx("rounded-small object-contain", isSmall ? "size-20 shrink-0" : "max-h-75 max-w-full")}
    />
  );
}

function linked(words: string, url: string | null): ReactNode {
  if (url === null) return words;
  return (
    <TextLink href={url} isMasked>
      {words}
    </TextLink>
  );
}
