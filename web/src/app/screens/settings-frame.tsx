/** A screen of pages: their list beside the open one; on small screens one of the two. */
import { Link, type LinkProps } from "@tanstack/react-router";
import { ChevronLeft, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Part } from "@/binding/part.tsx";
import { ConnectionBar } from "@/features/connection/components/connection-bar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";
import { useIsNarrow } from "@/ui/use-media.ts";
import { useTitle } from "@/ui/use-title.ts";
import { UnsavedGuard } from "./unsaved-guard.tsx";
import { useLeave } from "./use-leave.ts";

export interface SettingsPage {
  id: string;
  label: string;
  icon: ReactNode;
  lead?: string;
  /** Of what waits there. */
  count?: number;
  link: LinkProps;
}

interface SettingsFrameProps {
  title: string;
  groups: readonly { title: string; pages: readonly SettingsPage[] }[];
  /** Null: none is chosen yet. */
  current: SettingsPage | null;
  /** To the list, on small screens. */
  index: LinkProps;
  children: ReactNode;
}

export function SettingsFrame({ title, groups, current, index, children }: SettingsFrameProps) {
  const { t } = useTranslation();
  const leave = useLeave();
  // On a small screen the list is the whole screen while no page is open.
  const isAlone = useIsNarrow() && current === null;
  const ListFrame = isAlone ? "main" : "div";
  useTitle(current ? `${current.label} · ${title}` : title);
  return (
    <div className="flex h-full min-w-0 bg-ground">
      <UnsavedGuard />
      <ListFrame
        className={cx(
          "min-h-0 flex-col bg-panel wide:flex wide:w-60 full:w-72",
          current ? "hidden" : "flex max-wide:flex-1",
        )}
      >
        <nav aria-label={t("settings.pages")} className="flex min-h-0 flex-1 flex-col">
          <FrameTop title={title} isHeading={isAlone} onLeave={leave} />
          <div className="min-h-0 flex-1 overflow-y-auto p-2">
            {groups.map((group) => (
              <section key={group.title} aria-label={group.title}>
                <h2 className="truncate px-2 pt-3 pb-1 text-tiny font-semibold text-ink-3">{group.title}</h2>
                <ul>
                  {group.pages.map((page) => (
                    <li key={page.id}>
                      <PageLink page={page} isCurrent={page.id === current?.id} />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </nav>
      </ListFrame>
      <main className={cx("min-h-0 min-w-0 flex-1 flex-col wide:flex", current ? "flex" : "hidden")}>
        <ConnectionBar />
        <div className="flex h-[3.25rem] shrink-0 items-center px-2 wide:hidden">
          <Link
            {...index}
            replace
            aria-label={t("settings.toPages")}
            className="grid size-11 place-items-center rounded-small text-ink-2 hover:bg-raised"
          >
            <ChevronLeft size={20} aria-hidden />
          </Link>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
        <section aria-label={current?.label ?? title} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto grid max-w-3xl gap-6 px-4 pt-1 pb-16 wide:px-8 wide:pt-10">
            {current && (
              <header>
                <h1 className="text-xl font-bold text-balance">{current.label}</h1>
                {current.lead && <p className="mt-1 text-ink-2 text-pretty">{current.lead}</p>}
              </header>
            )}
            <Part key={current?.id}>{children}</Part>
          </div>
        </section>
      </main>
    </div>
  );
}

function FrameTop({ title, isHeading, onLeave }: { title: string; isHeading: boolean; onLeave(): void }) {
  const { t } = useTranslation();
  const Title = isHeading ? "h1" : "p";
  return (
    <div className="flex h-[3.25rem] shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
      <Title className="min-w-0 flex-1 truncate font-semibold">{title}</Title>
      <kbd className="rounded-small border border-line px-1.5 font-sans text-tiny text-ink-3 max-wide:hidden">
        {t("shortcuts.key.Escape")}
      </kbd>
      <IconButton label={t("settings.close")} onClick={onLeave}>
        <X size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

function PageLink({ page, isCurrent }: { page: SettingsPage; isCurrent: boolean }) {
  const { t } = useTranslation();
  return (
    <Link
      {...page.link}
      replace
      aria-current={isCurrent ? "page" : undefined}
      className={cx(
        "flex h-11 items-center gap-3 rounded-small px-2 wide:h-9",
        isCurrent ? "bg-raised text-ink" : "text-ink-2 hover:bg-raised hover:text-ink",
      )}
    >
      <span className="text-ink-3">{page.icon}</span>
      <span className="min-w-0 flex-1 truncate">{page.label}</span>
      {page.count !== undefined && page.count > 0 && (
        <>
          <CountBadge count={page.count} />
          <span className="sr-only">{t("settings.waiting", { count: page.count })}</span>
        </>
      )}
    </Link>
  );
}
