/** An address in a text: those of this server open in here, all others in a tab of their own. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useEngine } from "@/binding/engine-context.tsx";
import { readPermalink } from "@/engine/permalink.ts";

const LOOK = "text-link underline-offset-2 hover:underline";

interface TextLinkProps {
  href: string;
  /** Whether its words hide where it leads. */
  isMasked: boolean;
  children: ReactNode;
}

export function TextLink({ href, isMasked, children }: TextLinkProps) {
  const { ports } = useEngine();
  const place = readPermalink(ports.origin, href);
  if (place) {
    const { guildId, channelId, messageId } = place;
    return (
      <Link
        to="/channels/$guildId/$channelId"
        params={{ guildId, channelId }}
        search={messageId === null ? {} : { message: messageId }}
        className={LOOK}
      >
        {children}
      </Link>
    );
  }
  return (
    <a
      href={href}
      title={isMasked ? href : undefined}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={LOOK}
    >
      {children}
    </a>
  );
}
