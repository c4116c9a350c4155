/** Takes files that are dropped anywhere over the channel. */
import { type DragEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "@/engine/wire.ts";
import { useFiles } from "../hooks/use-files.ts";

interface DropZoneProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
  children: ReactNode;
}

export function DropZone({ guildId, channelId, channelName, children }: DropZoneProps) {
  const { t } = useTranslation();
  const { mayAttach, add } = useFiles(guildId, channelId);
  const [isOver, setOver] = useState(false);
  const takes = ({ dataTransfer }: DragEvent) => mayAttach && dataTransfer.types.includes("Files");

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the attach button does the same by keyboard
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        add(event.dataTransfer.files);
      }}
    >
      {children}
      {isOver && (
        <p className="pointer-events-none absolute inset-2 z-30 grid place-items-center rounded-large border-2 border-dashed border-accent bg-[oklch(from_var(--ground)_l_c_h/0.9)] text-lg font-semibold">
          {t("files.drop", { channel: channelName })}
        </p>
      )}
    </div>
  );
}
