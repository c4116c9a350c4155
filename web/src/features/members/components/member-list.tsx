/** Who is in the guild: all of them where they are known, else those who are looked at. */
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import { knowsAll } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { ShortList } from "./short-list.tsx";

const LongList = onDemand(async () => (await import("./long-list.tsx")).LongList, Waiting);

export function MemberList({ guild }: { guild: GuildState }) {
  return knowsAll(guild) ? <ShortList guild={guild} /> : <LongList key={guild.id} guild={guild} />;
}

function Waiting() {
  const { t } = useTranslation();
  return <LineSkeletons label={t("common.loading")} count={5} />;
}
