/** Above what was said in a conversation, while a call goes on there: how it stands, who is in it, the way in. */
import { Phone } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";

interface CallStripProps {
  /** How many are in it. */
  count: number;
  /** The names of those whom it rings besides the reader. */
  ringing: string;
  isInside: boolean;
  /** Whether somebody in the conversation is not in it. */
  isWaiting: boolean;
  isRinging: boolean;
  /** A row for each who is in it. */
  people: ReactNode;
  onJoin(): void;
  onRing(): void;
}

export function CallStrip(props: CallStripProps) {
  const { count, ringing, isInside, isWaiting, isRinging, people, onJoin, onRing } = props;
  const { t } = useTranslation();
  const isAlone = isInside && count < 2;
  const words = () => {
    if (isInside && ringing) return t("calls.calling", { names: ringing });
    return isAlone ? t("calls.alone") : t("calls.inside", { count });
  };
  return (
    <section
      aria-label={t("calls.region")}
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-panel px-3 py-2 wide:px-4"
    >
      <div className="min-w-48 flex-1">
        <p role="status" className="truncate text-small font-semibold text-ink-2">
          {words()}
        </p>
        <ul
          aria-label={t("calls.people")}
          className="-ml-8 grid max-h-40 grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] overflow-y-auto py-1"
        >
          {people}
        </ul>
      </div>
      {!isInside && (
        <Button onClick={onJoin}>
          <Phone size={18} aria-hidden />
          {t("calls.join")}
        </Button>
      )}
      {isInside && isWaiting && !ringing && (
        <Button look="quiet" busy={isRinging} onClick={onRing}>
          {t("calls.ringAgain")}
        </Button>
      )}
    </section>
  );
}
