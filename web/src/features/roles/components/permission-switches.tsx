/** Every permission of a role, on or off. One cannot give what one has not. */
import { useTranslation } from "react-i18next";
import { PERMISSION_GROUPS, withPermission } from "@/engine/guilds/permission-list.ts";
import { SwitchField } from "@/ui/switch-field.tsx";

interface PermissionSwitchesProps {
  permissions: bigint;
  /** Those of whoever changes the role. */
  own: bigint;
  onChange(permissions: bigint): void;
}

export function PermissionSwitches({ permissions, own, onChange }: PermissionSwitchesProps) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-5">
      {PERMISSION_GROUPS.map((group) => (
        <section key={group.id} aria-label={t(`permissions.group.${group.id}`)}>
          <h3 className="text-small font-semibold text-ink-2">{t(`permissions.group.${group.id}`)}</h3>
          <div className="divide-y divide-line">
            {group.permissions.map(({ id, bit }) => (
              <SwitchField
                key={id}
                label={t(`permissions.name.${id}`)}
                hint={t(`permissions.hint.${id}`)}
                checked={(permissions & bit) !== 0n}
                disabled={(own & bit) === 0n}
                onChange={(has) => onChange(withPermission(permissions, bit, has))}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
