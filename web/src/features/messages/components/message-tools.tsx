/** What can be done with a message: shown beside the row that is pointed at, or that has the focus. */
import { Check, Copy, Link } from "lucide-react";
import { Toolbar } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import type { Id, Message } from "@/engine/wire.ts";
import { useCopied } from "../hooks/use-copied.ts";

interface MessageToolsProps {
  guildId: Id;
  message: Message;
  name: string;
}

export function MessageTools({ guildId, message, name }: MessageToolsProps) {
  const { t } = useTranslation();
  const { ports } = useEngine();
  const link = `${ports.origin}${messagePath(guildId, message.channel_id, message.id)}`;
  return (
    <Toolbar.Root
      aria-label={t("messages.actions", { name })}
      className="absolute -top-4 right-5 z-10 flex rounded-medium border border-line bg-panel shadow-[0_4px_14px_var(--shade)]"
    >
      <CopyTool label={t("messages.copyText")} text={message.content} icon={<Copy size={16} aria-hidden />} />
      <CopyTool label={t("messages.copyLink")} text={link} icon={<Link size={16} aria-hidden />} />
    </Toolbar.Root>
  );
}

function CopyTool({ label, text, icon }: { label: string; text: string; icon: ReactNode }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopied();
  return (
    <Toolbar.Button
      aria-label={label}
      title={label}
      onClick={() => copy(text)}
      className="grid size-11 place-items-center rounded-small text-ink-2 hover:bg-raised hover:text-ink wide:size-[2.125rem]"
    >
      {copied ? <Check size={16} aria-hidden className="text-good" /> : icon}
      <span role="status" className="sr-only">
        {copied && t("common.copied")}
      </span>
    </Toolbar.Button>
  );
}

/** The address that brings a message into view. */
function messagePath(guildId: Id, channelId: Id, messageId: Id): string {
  return `/channels/${guildId}/${channelId}?message=${messageId}`;
}
