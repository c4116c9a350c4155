/** Where the user is logged in, and ending one of those. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { endLogin, listLogins } from "../api.ts";

const KEY = ["logins"];

export function useLogins() {
  const { rest } = useEngine();
  return useQuery({ queryKey: KEY, queryFn: () => listLogins(rest), staleTime: 0 });
}

export function useEndLogin() {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const errorText = useErrorText();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => endLogin(rest, id),
    onSuccess: () => showToast({ tone: "good", text: t("logins.ended") }),
    onError: (error) => showToast({ tone: "bad", text: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
