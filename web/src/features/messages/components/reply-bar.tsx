/** Above the composer: whom the next message answers, and whether they are told. */
import { Bell, BellOff, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { Id } from "@/engine/wire.ts";
import { workIn } from "@/engine/writing.ts";
import { IconButton } from "@/ui/button.tsx";
import { Sentence } from "@/ui/sentence.tsx";
import { usePersonName } from "../hooks/use-person.ts";

export function ReplyBar({ guildId, channelId }: { guildId: Id; channelId: Id }) {
  const { t } = useTranslation();
  const { writing, user: self } = useSession();
  const reply = useFromStore(writing.store, (state) => workIn(state, channelId).reply);
  const author = reply?.message.author;
  const name = usePersonName(guildId, author?.id ?? "0", author);
  if (!reply || !author) return null;
  const { message, ping } = reply;
  const shown = name ?? displayName(author);
  return (
    <div className="mx-2 flex items-center gap-1 rounded-t-medium border border-b-0 border-line bg-panel py-0.5 pr-1 pl-3 text-small text-ink-2 wide:mx-4">
      <p className="min-w-0 flex-1 truncate">
        <Sentence
          text={t("composer.replying", { name: shown, skipInterpolation: true })}
          values={{ name: shown }}
        />
      </p>
      {author.id !== self.id && (
        <IconButton
          label={t("composer.ping")}
          aria-pressed={ping}
          className={ping ? "text-accent-text" : "text-ink-3"}
          onClick={() => writing.change(channelId, { reply: { message, ping: !ping } })}
        >
          {ping ? <Bell size={15} aria-hidden /> : <BellOff size={15} aria-hidden />}
        </IconButton>
      )}
      <IconButton label={t("composer.stopReply")} onClick={() => writing.change(channelId, { reply: null })}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
