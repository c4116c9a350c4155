/** What one is told of a guild, a channel or a conversation. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Place } from "@/engine/notifying/choices.ts";
import { Dialog } from "@/ui/dialog.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { LevelField } from "./level-field.tsx";
import { MuteField } from "./mute-field.tsx";

export interface NotifyDialogProps {
  place: Place;
  /** As its title says it: `#general`. */
  name: string;
  guildName: string;
  onClose(): void;
}

export function NotifyDialog({ place, name, guildName, onClose }: NotifyDialogProps) {
  const { t } = useTranslation();
  const isKnown = useFromStore(useSession().settings.store, (state) => state !== null);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("notifications.of", { name })}
      closeLabel={t("common.close")}
    >
      {isKnown ? (
        <div className="grid gap-6">
          <LevelField place={place} />
          <MuteField place={place} guildName={guildName} />
        </div>
      ) : (
        <LineSkeletons label={t("common.loading")} count={6} />
      )}
    </Dialog>
  );
}
