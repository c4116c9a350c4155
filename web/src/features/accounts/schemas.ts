/** What the forms check before they ask the server; the server checks again. */
import type { TFunction } from "i18next";
import * as v from "valibot";

export function accountSchema(t: TFunction) {
  return v.object({ username: usernameSchema(t), password: newPasswordSchema(t) });
}

export function claimSchema(t: TFunction) {
  const guildName = v.pipe(
    v.string(),
    v.trim(),
    v.minLength(2, t("field.guildNameLength")),
    v.maxLength(100, t("field.guildNameLength")),
  );
  return v.object({ ...accountSchema(t).entries, guild_name: guildName });
}

/** Old names and passwords may follow older rules: only presence is checked. */
export function loginSchema(t: TFunction) {
  const present = v.pipe(v.string(), v.nonEmpty(t("field.required")));
  return v.object({ username: v.pipe(present, v.trim()), password: present });
}

function usernameSchema(t: TFunction) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.toLowerCase(),
    v.regex(/^[a-z0-9_.]{2,32}$/, t("field.usernameInvalid")),
  );
}

function newPasswordSchema(t: TFunction) {
  return v.pipe(
    v.string(),
    v.minLength(8, t("field.passwordShort")),
    v.maxLength(128, t("field.passwordLong")),
  );
}

export function displayNameSchema(t: TFunction) {
  return v.object({
    global_name: v.pipe(v.string(), v.trim(), v.maxLength(32, t("profile.displayNameLong"))),
  });
}

/** As many as the server takes. */
export const ABOUT_CHARS_MAX = 190;

/** As the server counts: what looks like one emoji may be several. */
export function countChars(text: string): number {
  return [...text].length;
}

export function aboutSchema(t: TFunction) {
  const fits = (text: string) => countChars(text) <= ABOUT_CHARS_MAX;
  const tooLong = t("profile.aboutLong", { max: ABOUT_CHARS_MAX });
  return v.object({ bio: v.pipe(v.string(), v.trim(), v.check(fits, tooLong)) });
}

/** The new name follows the rules; the password is the old one. */
export function renameSchema(t: TFunction) {
  return v.object({
    username: usernameSchema(t),
    password: v.pipe(v.string(), v.nonEmpty(t("field.required"))),
  });
}

export function confirmSchema(t: TFunction) {
  return v.object({ password: v.pipe(v.string(), v.nonEmpty(t("field.required"))) });
}

/** Six digits or a recovery code: the server knows which is right. */
export function codeSchema(t: TFunction) {
  return v.object({ code: v.pipe(v.string(), v.trim(), v.nonEmpty(t("field.required"))) });
}

/** What it takes to change how one logs in. */
export function provenSchema(t: TFunction) {
  return v.object({ ...confirmSchema(t).entries, ...codeSchema(t).entries });
}

export function passwordSchema(t: TFunction) {
  return v.object({
    old: v.pipe(v.string(), v.nonEmpty(t("field.required"))),
    new: newPasswordSchema(t),
  });
}
