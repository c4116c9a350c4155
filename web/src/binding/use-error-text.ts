/** The sentence that a person reads when something did not work. */
import { useTranslation } from "react-i18next";
import {
  ApiError,
  CODE_BANNED,
  CODE_INVITE_NEEDED,
  CODE_UNKNOWN_INVITE,
  CODE_WRONG_CODE,
  CODE_WRONG_LOGIN,
  CODE_WRONG_TICKET,
  NetworkError,
  type Suspension,
} from "@/engine/rest/error.ts";
import { momentName } from "@/ui/time.ts";

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  const suspensionText = useSuspensionText();
  return (error) => {
    if (error instanceof NetworkError) return t("error.network");
    if (!(error instanceof ApiError)) return t("error.unknown");
    if (error.suspension) return suspensionText(error.suspension);
    switch (error.code) {
      case CODE_WRONG_LOGIN:
        return t("error.wrongLogin");
      case CODE_INVITE_NEEDED:
        return t("error.inviteNeeded");
      case CODE_UNKNOWN_INVITE:
        return t("error.unknownInvite");
      case CODE_BANNED:
        return t("error.banned");
      case CODE_WRONG_CODE:
        return t("error.wrongCode");
      case CODE_WRONG_TICKET:
        return t("error.wrongTicket");
      default:
        return error.status >= 500 ? t("error.server") : error.message;
    }
  };
}

/** Why an account may not be used, as its user reads it. */
export function useSuspensionText(): (suspension: Suspension) => string {
  const { t } = useTranslation();
  return ({ reason, untilMs }) => {
    const what =
      untilMs === null ? t("error.suspended") : t("error.suspendedUntil", { time: momentName(untilMs) });
    return reason === null ? what : `${what} ${t("error.suspendedReason", { reason })}`;
  };
}
