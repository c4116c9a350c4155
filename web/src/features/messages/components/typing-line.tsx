/** Who is typing, below the composer. Its place is kept when nobody is. */
import { useTranslation } from "react-i18next";
import type { Id } from "@/engine/wire.ts";
import { Sentence } from "@/ui/sentence.tsx";
import { usePersonName } from "../hooks/use-person.ts";
import { useTypists } from "../hooks/use-typists.ts";

export function TypingLine({ guildId, channelId }: { guildId: Id; channelId: Id }) {
  const typists = useTypists(channelId);
  return (
    <p aria-live="polite" className="h-[1.625rem] truncate px-4 py-1 text-small text-ink-3">
      {typists.length > 0 && <TypingWords guildId={guildId} typists={typists} />}
    </p>
  );
}

function TypingWords({ guildId, typists }: { guildId: Id; typists: Id[] }) {
  const { t } = useTranslation();
  const unknown = t("messages.unknownUser");
  const a = usePersonName(guildId, typists[0] ?? "0") ?? unknown;
  const b = usePersonName(guildId, typists[1] ?? "0") ?? unknown;
  if (typists.length > 2) return t("messages.typingMany");
  const key = typists.length === 2 ? "messages.typingTwo" : "messages.typingOne";
  return <Sentence text={t(key, { a, b, skipInterpolation: true })} values={{ a, b }} />;
}
