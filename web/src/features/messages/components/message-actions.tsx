/** What can be done with a message: shown beside the row that is pointed at, or that has the focus. */

import { CornerUpLeft, Ellipsis, Pencil, SmilePlus } from "lucide-react";
import { Toolbar } from "radix-ui";
import { type ReactNode, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useMay } from "@/binding/use-guild.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { ADD_REACTIONS, SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { isChangeable } from "@/engine/writing.ts";
import { Menu } from "@/ui/menu.tsx";
import type { TriggerProps } from "@/ui/menu-parts.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { ReactionPicker } from "./reaction-picker.tsx";

const DeleteMessageDialog = onDemand(
  async () => (await import("./delete-message-dialog.tsx")).DeleteMessageDialog,
);
const ReportDialog = onDemand(async () => (await import("./report-dialog.tsx")).ReportDialog);
const ReactorsDialog = onDemand(async () => (await import("./reactors-dialog.tsx")).ReactorsDialog);

interface MessageActionsProps {
  guildId: Id;
  message: Message;
  name: string;
}

export function MessageActions({ guildId, message, name }: MessageActionsProps) {
  const { t } = useTranslation();
  const { user: self, writing } = useSession();
  const [asked, setAsked] = useState<"delete" | "reactors" | "report" | null>(null);
  const { id, channel_id: channelId } = message;
  const mayReact = useMay(guildId, ADD_REACTIONS, channelId);
  const mayReply = useMay(guildId, SEND_MESSAGES, channelId) && isChangeable(message);
  const isOwn = message.author.id === self.id;
  // In a guild one changes what one wrote also where one may write no more.
  const mayEdit = isOwn && isChangeable(message) && (mayReply || guildId !== HOME);
  return (
    <Toolbar.Root
      aria-label={t("messages.actions", { name })}
      className="absolute -top-4 right-5 z-10 flex rounded-medium border border-line bg-panel shadow-[0_4px_14px_var(--shade)]"
    >
      {mayReact && (
        <ReactionPicker
          message={message}
          trigger={<Tool label={t("messages.react")} icon={<SmilePlus size={16} aria-hidden />} />}
        />
      )}
      {mayReply && (
        <Tool
          label={t("messages.reply")}
          icon={<CornerUpLeft size={16} aria-hidden />}
          onClick={() => writing.change(channelId, { reply: { message, ping: !isOwn } })}
        />
      )}
      {mayEdit && (
        <Tool
          label={t("messages.edit")}
          icon={<Pencil size={16} aria-hidden />}
          onClick={() => writing.change(channelId, { editing: id })}
        />
      )}
      <Menu
        isOver
        align="end"
        label={t("messages.more")}
        trigger={<Tool label={t("messages.more")} icon={<Ellipsis size={16} aria-hidden />} />}
      >
        <MessageMenu guildId={guildId} message={message} onAsk={setAsked} />
      </Menu>
      {asked === "delete" && <DeleteMessageDialog message={message} onClose={() => setAsked(null)} />}
      {asked === "report" && <ReportDialog message={message} onClose={() => setAsked(null)} />}
      {asked === "reactors" && (
        <ReactorsDialog guildId={guildId} message={message} onClose={() => setAsked(null)} />
      )}
    </Toolbar.Root>
  );
}

interface ToolProps extends TriggerProps {
  label: string;
  icon: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** What it gets beside these comes from the menu that it opens. */
function Tool({ label, icon, ...rest }: ToolProps) {
  return (
    <Toolbar.Button
      aria-label={label}
      title={label}
      {...rest}
      className="grid size-11 place-items-center rounded-small text-ink-2 hover:bg-raised hover:text-ink data-[state=open]:bg-raised wide:size-[2.125rem]"
    >
      {icon}
    </Toolbar.Button>
  );
}
