/** Every shortcut with its keys. */
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { keysOf, SHORTCUTS, type Shortcut } from "../keys.ts";
import { IS_APPLE } from "../platform.ts";

export function ShortcutList() {
  const { t } = useTranslation();
  return (
    <div className="grid gap-6">
      {SHORTCUTS.map((group) => (
        <section key={group.id} aria-labelledby={`shortcuts-${group.id}`}>
          <h2 id={`shortcuts-${group.id}`} className="mb-1 text-small font-semibold text-ink-2">
            {t(`shortcuts.${group.id}`)}
          </h2>
          <dl>
            {group.shortcuts.map((shortcut) => (
              <ShortcutRow key={shortcut.id} shortcut={shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function ShortcutRow({ shortcut }: { shortcut: Shortcut }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-4 border-b border-line py-2 last:border-0">
      <dt className="min-w-0 flex-1">{t(`shortcuts.${shortcut.id}`)}</dt>
      <dd className="flex flex-wrap items-center justify-end gap-1.5 text-small text-ink-3">
        {shortcut.ways.map((way, index) => (
          <Fragment key={way}>
            {index > 0 && <span>{t("shortcuts.or")}</span>}
            <Keys way={way} />
          </Fragment>
        ))}
      </dd>
    </div>
  );
}

function Keys({ way }: { way: string }) {
  const { t } = useTranslation();
  const names: Record<string, string> = t("shortcuts.key", { returnObjects: true });
  return (
    <span className="flex gap-1">
      {keysOf(way, IS_APPLE).map((key) => (
        <kbd
          key={key}
          className="grid min-w-7 place-items-center rounded-small border border-line bg-raised px-1.5 py-0.5 font-sans text-small text-ink"
        >
          {names[key] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}
