/** What a role is called, looks like and allows. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { permissionsOf } from "@/engine/guilds/permissions.ts";
import type { Role } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { changeRole } from "../api.ts";
import { roleChanges } from "../changes.ts";
import { ColorField } from "./color-field.tsx";
import { PermissionSwitches } from "./permission-switches.tsx";

const NAME_CHARS_MAX = 100;

export function RoleForm({ guild, role }: { guild: GuildState; role: Role }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { user } = useSession();
  const errorText = useErrorText();
  const [base, setBase] = useState(role);
  const [draft, setDraft] = useState(role);
  const change = (part: Partial<Role>) => setDraft((before) => ({ ...before, ...part }));
  /** The one that everybody has is only a set of permissions. */
  const isEveryone = role.id === guild.id;
  const save = useMutation({
    mutationFn: (changed: Role) =>
      changeRole(rest, guild.id, role.id, roleChanges(base, changed, role)).then(() => changed),
    onSuccess(changed) {
      setBase(changed);
      showToast({ tone: "good", text: t("settings.saved") });
    },
  });
  const isDirty = Object.keys(roleChanges(base, draft, base)).length > 0;
  useUnsaved(isDirty);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draft);
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-6">
      {!isEveryone && (
        <>
          <TextField
            label={t("roles.name")}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
            maxLength={NAME_CHARS_MAX}
            autoComplete="off"
            className="max-w-md"
          />
          <ColorField color={draft.color} onChange={(color) => change({ color })} />
          <div className="divide-y divide-line">
            <SwitchField
              label={t("roles.hoist")}
              hint={t("roles.hoistHint")}
              checked={draft.hoist}
              onChange={(hoist) => change({ hoist })}
            />
            <SwitchField
              label={t("roles.mentionable")}
              hint={t("roles.mentionableHint")}
              checked={draft.mentionable ?? false}
              onChange={(mentionable) => change({ mentionable })}
            />
          </div>
        </>
      )}
      <PermissionSwitches
        permissions={BigInt(draft.permissions)}
        own={permissionsOf(guild, user.id)}
        onChange={(permissions) => change({ permissions: String(permissions) })}
      />
      <FormError message={save.isError ? errorText(save.error) : undefined} />
      <div className="sticky bottom-0 -mx-4 border-t border-line bg-ground px-4 py-3">
        <Button type="submit" busy={save.isPending} disabled={!isDirty || draft.name.trim() === ""}>
          {t("settings.save")}
        </Button>
      </div>
    </form>
  );
}
