/** The files that go with the next message of a channel: picked, dropped or pasted. */
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useMay } from "@/binding/use-guild.ts";
import { ATTACH_FILES } from "@/engine/guilds/permissions.ts";
import { type DraftFile, FILES_MAX } from "@/engine/outbox/files.ts";
import type { Id } from "@/engine/wire.ts";
import { workIn } from "@/engine/writing.ts";

export interface Files {
  files: readonly DraftFile[];
  mayAttach: boolean;
  add(files: Iterable<File>): void;
  remove(id: string): void;
  alter(id: string, part: Partial<Pick<DraftFile, "isSpoiler" | "description">>): void;
}

export function useFiles(guildId: Id, channelId: Id): Files {
  const { t } = useTranslation();
  const { ports } = useEngine();
  const { writing } = useSession();
  const files = useFromStore(writing.store, (state) => workIn(state, channelId).files);
  const mayAttach = useMay(guildId, ATTACH_FILES, channelId);
  const change = (next: readonly DraftFile[]) => writing.change(channelId, { files: next });
  return {
    files,
    mayAttach,
    add(added) {
      const before = writing.of(channelId).files;
      const drafts = [...added].map((file) => ({
        id: ports.unique(),
        file,
        isSpoiler: false,
        description: "",
      }));
      const all = [...before, ...drafts];
      if (all.length > FILES_MAX) showToast({ tone: "bad", text: t("files.tooMany", { count: FILES_MAX }) });
      change(all.slice(0, FILES_MAX));
    },
    remove: (id) => change(files.filter((file) => file.id !== id)),
    alter: (id, part) => change(files.map((file) => (file.id === id ? { ...file, ...part } : file))),
  };
}
