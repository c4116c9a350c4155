/** One's own picture. */
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { PictureField } from "@/binding/picture-field.tsx";
import { useSelf } from "@/binding/use-self.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { avatarPath } from "@/engine/pictures.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { changeAvatar } from "../api.ts";

export function AvatarForm() {
  const { t } = useTranslation();
  const { rest, login } = useEngine();
  const self = useSelf();
  const picture = avatarPath(self);
  return (
    <PictureField
      label={t("picture.own")}
      preview={<Avatar id={self.id} name={displayName(self)} picture={picture} size="large" />}
      hasPicture={picture !== null}
      save={async (next) => login.renamed(await changeAvatar(rest, next))}
    />
  );
}
