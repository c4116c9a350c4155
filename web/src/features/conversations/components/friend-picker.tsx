/** Friends to choose from: found by a few letters, chosen by a press or by Enter. */
import { Check } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "@/engine/friends.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Id, User } from "@/engine/wire.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { cx } from "@/ui/cx.ts";
import { TextField } from "@/ui/text-field.tsx";
import { matching, toggled } from "../picking.ts";

interface FriendPickerProps {
  friends: readonly User[];
  chosen: readonly Id[];
  max: number;
  onChange(chosen: readonly Id[]): void;
}

export function FriendPicker({ friends, chosen, max, onChange }: FriendPickerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const countId = useId();
  const found = matching(friends, typed);
  const toggle = (id: Id) => onChange(toggled(chosen, id, max));

  function onKeyDown(event: KeyboardEvent): void {
    const [first] = found;
    if (event.key === "ArrowDown") list.current?.querySelector("button")?.focus();
    else if (event.key === "Enter" && typed.trim() !== "" && first) {
      toggle(first.id);
      setTyped("");
    } else return;
    event.preventDefault();
  }

  return (
    <div className="grid min-h-0 gap-2">
      <TextField
        label={t("groups.find")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p id={countId} role="status" className="text-small text-ink-3">
        {t("groups.chosen", { count: chosen.length, max })}
      </p>
      {found.length === 0 && (
        <p className="py-4 text-center text-ink-2">
          {t(typed === "" ? "groups.noFriends" : "groups.noneFound")}
        </p>
      )}
      <ul
        ref={list}
        onKeyDown={moveByArrows}
        aria-label={t("groups.friends")}
        className="max-h-[40dvh] overflow-y-auto"
      >
        {found.map((user) => (
          <FriendChoice
            key={user.id}
            user={user}
            isChosen={chosen.includes(user.id)}
            isFull={chosen.length >= max}
            describedBy={countId}
            onToggle={() => toggle(user.id)}
          />
        ))}
      </ul>
    </div>
  );
}

interface FriendChoiceProps {
  user: User;
  isChosen: boolean;
  isFull: boolean;
  describedBy: string;
  onToggle(): void;
}

function FriendChoice({ user, isChosen, isFull, describedBy, onToggle }: FriendChoiceProps) {
  const name = shownName(user);
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        aria-describedby={describedBy}
        disabled={isFull && !isChosen}
        onClick={onToggle}
        className="flex min-h-11 w-full items-center gap-3 rounded-small px-2 text-left hover:bg-raised disabled:opacity-60"
      >
        <Avatar id={user.id} name={name} picture={avatarPath(user)} />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <span
          aria-hidden
          className={cx(
            "grid size-5 shrink-0 place-items-center rounded-small border",
            isChosen ? "border-accent bg-accent text-accent-ink" : "border-edge",
          )}
        >
          {isChosen && <Check size={14} />}
        </span>
      </button>
    </li>
  );
}
