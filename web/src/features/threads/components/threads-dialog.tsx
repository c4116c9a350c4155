/** The threads of a channel: the active ones, and below them those that were archived, page by page. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGuild, useMay } from "@/binding/use-guild.ts";
import { CREATE_PUBLIC_THREADS } from "@/engine/guilds/permissions.ts";
import { activeThreads } from "@/engine/guilds/threads.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { ArchivedThreads } from "./archived-threads.tsx";
import { ThreadLine } from "./thread-line.tsx";

interface ThreadsDialogProps {
  guildId: Id;
  channel: Channel;
  onOpen(thread: Channel): void;
  onCreate(): void;
  onClose(): void;
}

export function ThreadsDialog({ guildId, channel, onOpen, onCreate, onClose }: ThreadsDialogProps) {
  const { t } = useTranslation();
  const guild = useGuild(guildId);
  const mayCreate = useMay(guildId, CREATE_PUBLIC_THREADS, channel.id);
  const active = guild ? activeThreads(guild, channel.id) : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("threads.title")}
      description={t("threads.of", { channel: channel.name ?? "" })}
      closeLabel={t("common.close")}
    >
      {mayCreate && (
        <Button className="justify-self-start" onClick={onCreate}>
          {t("threads.create")}
        </Button>
      )}
      <Section title={t("threads.active")}>
        {active.length === 0 && <p className="text-small text-ink-3">{t("threads.noneActive")}</p>}
        <ul className="grid gap-1">
          {active.map((thread) => (
            <ThreadLine key={thread.id} guildId={guildId} thread={thread} onOpen={onOpen} />
          ))}
        </ul>
      </Section>
      <Section title={t("threads.archived")}>
        <ArchivedThreads guildId={guildId} channel={channel} onOpen={onOpen} />
      </Section>
    </Dialog>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-2">
      <h3 className="text-small font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  );
}
