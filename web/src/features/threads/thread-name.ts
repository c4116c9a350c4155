/** What a thread may be called. */
import type { TFunction } from "i18next";
import * as v from "valibot";

const NAME_MAX = 100;
/** As much of a message as makes a name. */
const SUGGESTED_MAX = 40;

export function threadNameSchema(t: TFunction) {
  const length = t("field.channelNameLength");
  return v.pipe(v.string(), v.trim(), v.minLength(1, length), v.maxLength(NAME_MAX, length));
}

/** The first words of a message, without its marks. */
export function suggestedName(content: string): string {
  const [line = ""] = content
    .replace(/<[^>]*>|[*_~`|#>]/g, " ")
    .trim()
    .split("\n");
  const words = line.replace(/\s+/g, " ").trim();
  const letters = [...words];
  return letters.length <= SUGGESTED_MAX ? words : `${letters.slice(0, SUGGESTED_MAX).join("").trimEnd()}…`;
}
