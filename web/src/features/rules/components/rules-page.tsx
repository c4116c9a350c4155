/** What may not be written in a guild: all rules, or one of them being written. */
import { useState } from "react";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { WordRule } from "@/engine/wire.ts";
import { RuleForm } from "./rule-form.tsx";
import { RuleList } from "./rule-list.tsx";

export function RulesPage({ guild }: { guild: GuildState }) {
  /** Null: a new one. */
  const [edited, setEdited] = useState<WordRule | null | undefined>(undefined);
  if (edited === undefined) return <RuleList guildId={guild.id} onEdit={setEdited} />;
  return <RuleForm guild={guild} rule={edited} onClose={() => setEdited(undefined)} />;
}
