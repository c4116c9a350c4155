/** The headings and rows in view, each at its place, and the keys that go from row to row. */
import { useTranslation } from "react-i18next";
import { useFromStore } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { MemberGroup } from "@/engine/members/roster.ts";
import type { Viewport } from "@/engine/members/viewport.ts";
import { NetworkError } from "@/engine/rest/error.ts";
import { Button } from "@/ui/button.tsx";
import { useRowStop } from "../hooks/use-row-stop.ts";
import { useShownRows } from "../hooks/use-shown-rows.ts";
import { LongListRow } from "./long-list-row.tsx";

interface LongListRowsProps {
  guild: GuildState;
  viewport: Viewport;
}

export function LongListRows({ guild, viewport }: LongListRowsProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { roster, isLate } = useFromStore(viewport.store, (looked) => looked);
  const stop = useRowStop(roster);
  const { scroller, virtualizer, sections } = useShownRows(roster, stop.row, viewport);
  stop.useFocus(scroller, virtualizer);
  const titleOf = ({ id }: MemberGroup) =>
    id === "online" || id === "offline" ? t(`members.${id}`) : (guild.roles[id]?.name ?? "");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links within
    <div
      ref={scroller}
      onKeyDown={stop.onKeyDown}
      onBlur={stop.onBlur}
      className="min-h-0 flex-1 overflow-y-auto px-3 pt-1 pb-4"
    >
      {roster.rows.size === 0 && !isLate && (
        <p role="status" aria-label={t("common.loading")} className="sr-only">
          {t("common.loading")}
        </p>
      )}
      {isLate && (
        <div role="alert" className="grid gap-2 p-2 text-small text-ink-2">
          {errorText(new NetworkError("no rows came"))}
          <Button look="quiet" onClick={viewport.askAgain}>
            {t("common.tryAgain")}
          </Button>
        </div>
      )}
      <div ref={virtualizer.containerRef} className="relative w-full">
        {sections.map(({ key, group, heading, rows }) => (
          <section key={key} aria-label={group ? titleOf(group) : undefined}>
            {group && heading !== null && (
              <h2
                ref={virtualizer.measureElement}
                data-index={heading}
                className="absolute inset-x-0 top-0 px-1 pt-3 pb-1 text-tiny font-semibold text-ink-3"
              >
                {t("members.count", { title: titleOf(group), count: group.count })}
              </h2>
            )}
            <ul>
              {rows.map(({ key: rowKey, index, row, place }) => (
                <li
                  key={rowKey}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  aria-setsize={group?.count ?? roster.total}
                  aria-posinset={place}
                  className="absolute inset-x-0 top-0"
                >
                  <LongListRow
                    guild={guild}
                    member={roster.rows.get(row)}
                    row={row}
                    isStop={row === stop.row}
                    onFocus={stop.onFocus}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
