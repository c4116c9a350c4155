/** Gives and takes a role of members; the guild's state says when it is so. */
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import type { Id } from "@/engine/wire.ts";
import { setMemberRole } from "../api.ts";

export function useSetRole(guildId: Id) {
  const { rest } = useEngine();
  const { t } = useTranslation();
  return useAction({
    run: (change: { userId: Id; roleId: Id; has: boolean }) => setMemberRole(rest, guildId, change),
    done: t("roles.given"),
  });
}
