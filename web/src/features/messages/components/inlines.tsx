/** The parts of a line as elements. Never HTML: whatever the text says, only these elements come of it. */
import { Fragment, type ReactNode } from "react";
import type { Inline } from "@/engine/markdown/tree.ts";
import type { Id, User } from "@/engine/wire.ts";
import { ChannelMention, PING, RoleMention, UserMention } from "./mention.tsx";
import { Moment } from "./moment.tsx";
import { Spoiler } from "./spoiler.tsx";
import { TextLink } from "./text-link.tsx";

/** Where a text stands: names are looked up there. */
export interface TextScope {
  guildId: Id;
  mentions: readonly User[];
}

export function Inlines({ parts, scope }: { parts: readonly Inline[]; scope: TextScope }) {
  return inOrder(parts, (part) => renderPart(part, scope));
}

export function inOrder<T>(items: readonly T[], render: (item: T) => ReactNode): ReactNode {
  return items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <Fragment key={index}>{render(item)}</Fragment>
  ));
}

function renderPart(part: Inline, scope: TextScope): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "break":
      return <br />;
    case "code":
      return <code className="rounded-[4px] bg-rail px-1 py-px font-mono text-[0.875em]">{part.text}</code>;
    case "link":
      return (
        <TextLink href={part.href} isMasked={part.masked}>
          <Inlines parts={part.children} scope={scope} />
        </TextLink>
      );
    case "user":
      return <UserMention guildId={scope.guildId} userId={part.id} users={scope.mentions} />;
    case "role":
      return <RoleMention guildId={scope.guildId} roleId={part.id} />;
    case "channel":
      return <ChannelMention guildId={scope.guildId} channelId={part.id} />;
    case "everyone":
      return <span className={PING}>{part.text}</span>;
    case "time":
      return <Moment timeMs={part.timeMs} style={part.style} />;
    default:
      return renderStyled(part.kind, <Inlines parts={part.children} scope={scope} />);
  }
}

function renderStyled(kind: "strong" | "emphasis" | "underline" | "strike" | "spoiler", inside: ReactNode) {
  switch (kind) {
    case "strong":
      return <strong className="font-semibold">{inside}</strong>;
    case "emphasis":
      return <em>{inside}</em>;
    case "underline":
      return <u>{inside}</u>;
    case "strike":
      return <s>{inside}</s>;
    case "spoiler":
      return <Spoiler>{inside}</Spoiler>;
    default:
      return kind satisfies never;
  }
}
