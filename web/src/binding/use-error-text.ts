/** The sentence that a person reads when something did not work. */
import { useTranslation } from "react-i18next";
import {
  ApiError,
  CODE_BANNED,
  CODE_INVITE_NEEDED,
  CODE_UNKNOWN_INVITE,
  CODE_WRONG_LOGIN,
  NetworkError,
} from "@/engine/rest/error.ts";

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (error instanceof NetworkError) return t("error.network");
    if (!(error instanceof ApiError)) return t("error.unknown");
    switch (error.code) {
      case CODE_WRONG_LOGIN:
        return t("error.wrongLogin");
      case CODE_INVITE_NEEDED:
        return t("error.inviteNeeded");
      case CODE_UNKNOWN_INVITE:
        return t("error.unknownInvite");
      case CODE_BANNED:
        return t("error.banned");
      default:
        return error.status >= 500 ? t("error.server") : error.message;
    }
  };
}
