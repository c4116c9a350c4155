/** What a member says of themselves, and which other guilds they share with the reader. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { QueryNotice } from "@/binding/query-notice.tsx";
import { useProfile } from "@/binding/use-profile.ts";
import type { Id } from "@/engine/wire.ts";

interface MemberAboutProps {
  userId: Id;
  guildId: Id;
  /** Shows a text as messages are shown. */
  show(text: string): ReactNode;
}

export function MemberAbout({ userId, guildId, show }: MemberAboutProps) {
  const { t } = useTranslation();
  const { guilds: store, user: self } = useSession();
  const guilds = useFromStore(store, (state) => state.guilds);
  const profile = useProfile(userId);
  if (!profile.data) return <QueryNotice query={profile} />;
  const { bio, mutual_guilds } = profile.data;
  const others = userId === self.id ? [] : mutual_guilds.filter((id) => id !== guildId);
  const names = others.flatMap((id) => guilds[id]?.name ?? []);
  return (
    <>
      {bio !== null && (
        <section aria-labelledby="about-member" className="grid gap-2">
          <h3 id="about-member" className="text-small font-semibold text-ink-2">
            {t("card.about")}
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: many short lines are scrolled by keys too */}
          <div tabIndex={0} className="max-h-48 overflow-y-auto break-words">
            {show(bio)}
          </div>
        </section>
      )}
      {names.length > 0 && (
        <p className="text-small text-ink-3">{t("card.alsoIn", { guilds: names.join(", ") })}</p>
      )}
    </>
  );
}
