/** Makes the keys of `t` checked: a missing sentence does not compile. */
import type { en } from "./en.ts";
import type { administration } from "./en-administration.ts";
import type { brakes } from "./en-brakes.ts";
import type { friends } from "./en-friends.ts";
import type { moderation } from "./en-moderation.ts";
import type { notifications } from "./en-notifications.ts";
import type { reports } from "./en-reports.ts";
import type { rules } from "./en-rules.ts";
import type { settings } from "./en-settings.ts";
import type { twoStep } from "./en-two-step.ts";
import type { voice } from "./en-voice.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: {
      translation: typeof en &
        typeof settings &
        typeof friends &
        typeof administration &
        typeof brakes &
        typeof moderation &
        typeof notifications &
        typeof reports &
        typeof rules &
        typeof twoStep &
        typeof voice;
    };
  }
}
