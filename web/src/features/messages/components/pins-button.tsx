/** In the header of a channel: what was pinned in it. */

import { Pin } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import type { Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";

const PinsDialog = onDemand(async () => (await import("./pins-dialog.tsx")).PinsDialog);

export function PinsButton({ guildId, channelId }: { guildId: Id; channelId: Id }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t("pins.title")} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Pin size={18} aria-hidden />
      </IconButton>
      {isOpen && <PinsDialog guildId={guildId} channelId={channelId} onClose={() => setOpen(false)} />}
    </>
  );
}
