/** Somebody calls: who, and what one does about it. It lies above whatever is open, and takes no focus away. */
import { Phone, PhoneOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar.tsx";
import { Button } from "@/ui/button.tsx";
import { Sentence } from "@/ui/sentence.tsx";

interface IncomingCallProps {
  /** Who calls. */
  name: string;
  /** The name of the group that they call in. */
  group: string | null;
  face: { id: string; picture: string | null };
  isDeclining: boolean;
  onAccept(): void;
  onDecline(): void;
}

export function IncomingCall({ name, group, face, isDeclining, onAccept, onDecline }: IncomingCallProps) {
  const { t } = useTranslation();
  const title = group ?? "";
  const sentence = group === null ? "calls.isCalling" : "calls.isCallingGroup";
  return (
    <section
      aria-label={t("calls.incoming")}
      className="pointer-events-auto grid gap-3 rounded-medium border border-line bg-panel p-3 shadow-xl"
    >
      <div className="flex min-w-0 items-center gap-3">
        <Avatar {...face} name={group ?? name} size="large" />
        <p role="alert" className="min-w-0 flex-1 break-words text-ink-2">
          <Sentence text={t(sentence, { name, title, skipInterpolation: true })} values={{ name, title }} />
        </p>
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Button look="danger" busy={isDeclining} onClick={onDecline} className="min-h-11">
          <PhoneOff size={18} aria-hidden />
          {t("calls.decline")}
        </Button>
        <Button onClick={onAccept} className="min-h-11">
          <Phone size={18} aria-hidden />
          {t("calls.accept")}
        </Button>
      </div>
    </section>
  );
}
