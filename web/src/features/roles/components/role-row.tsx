/** One role of the list: leads to it, and moves it among those that one may change. */
import { ArrowDown, ArrowUp, ChevronRight, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { moved, putBeside } from "@/engine/guilds/order.ts";
import { mayChangeRole } from "@/engine/guilds/permissions.ts";
import type { Id, Role } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";
import { DragRow } from "@/ui/drag-row.tsx";
import { roleInk } from "@/ui/identity.ts";
import { orderRoles } from "../api.ts";

interface RoleRowProps {
  guild: GuildState;
  role: Role;
  /** All that can be moved, the highest first. */
  order: readonly Id[];
  holders: number;
  onOpen(): void;
}

export function RoleRow({ guild, role, order, holders, onOpen }: RoleRowProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { rest } = useEngine();
  const place = useAction({ run: (next: Id[]) => orderRoles(rest, guild.id, next), done: null });
  const isMine = mayChangeRole(guild, user.id, role);
  return (
    <DragRow
      list={`roles.${guild.id}`}
      id={role.id}
      isMovable={isMine && order.includes(role.id)}
      accepts={() => isMine && order.includes(role.id)}
      onDropped={(dragged, side) => {
        const next = putBeside(order, dragged, side, role.id);
        if (next) place.mutate(next);
      }}
      className="flex items-center pr-1"
    >
      <button
        type="button"
        disabled={!isMine}
        onClick={onOpen}
        className="flex min-h-12 min-w-0 flex-1 items-center gap-3 rounded-small px-3 text-left enabled:hover:bg-raised disabled:text-ink-3"
      >
        <span
          aria-hidden
          className="size-3 shrink-0 rounded-full"
          style={{ background: roleInk(role.color) ?? "var(--ink-3)" }}
        />
        <span className="min-w-0 flex-1 truncate font-semibold">{role.name}</span>
        <span className="flex items-center gap-1.5 text-small text-ink-3">
          <Users size={14} aria-hidden />
          <span aria-hidden>{holders}</span>
          <span className="sr-only">, {t("roles.holders", { count: holders })}</span>
        </span>
        {isMine && <ChevronRight size={16} aria-hidden className="text-ink-3" />}
      </button>
      {isMine && (
        <>
          <Mover guild={guild} role={role} order={order} step={-1} label={t("roles.up", { role: role.name })}>
            <ArrowUp size={16} aria-hidden />
          </Mover>
          <Mover
            guild={guild}
            role={role}
            order={order}
            step={1}
            label={t("roles.down", { role: role.name })}
          >
            <ArrowDown size={16} aria-hidden />
          </Mover>
        </>
      )}
    </DragRow>
  );
}

interface MoverProps extends Pick<RoleRowProps, "guild" | "role" | "order"> {
  step: 1 | -1;
  label: string;
  children: ReactNode;
}

/** Not past a role that is not one's own to change. */
function Mover({ guild, role, order, step, label, children }: MoverProps) {
  const { rest } = useEngine();
  const { user } = useSession();
  const place = useAction({ run: (next: Id[]) => orderRoles(rest, guild.id, next), done: null });
  const next = moved(order, role.id, step);
  const passed = guild.roles[order[order.indexOf(role.id) + step] ?? ""];
  if (!next || !passed || !mayChangeRole(guild, user.id, passed)) return null;
  return (
    <IconButton label={label} disabled={place.isPending} onClick={() => place.mutate(next)}>
      {children}
    </IconButton>
  );
}
