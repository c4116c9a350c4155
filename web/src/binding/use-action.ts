/** Does one thing by a press: says how it went where there is no better place, and offers a refused one again. */
import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isTransient } from "@/engine/rest/error.ts";
import { showToast } from "./toasts.ts";
import { useErrorText } from "./use-error-text.ts";

interface ActionOptions<T, V> {
  run(value: V): Promise<T>;
  /** Said when it is done; null where one sees it. */
  done: string | null;
  after?(result: T, value: V): void;
}

export function useAction<T, V = void>({
  run,
  done,
  after,
}: ActionOptions<T, V>): UseMutationResult<T, Error, V> {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const action: UseMutationResult<T, Error, V> = useMutation<T, Error, V>({
    mutationFn: run,
    onSuccess(result, value) {
      if (done !== null) showToast({ tone: "good", text: done });
      after?.(result, value);
    },
    onError(error, value) {
      const again = { label: t("common.tryAgain"), run: () => action.mutate(value) };
      showToast({ tone: "bad", text: errorText(error), ...(isTransient(error) ? { action: again } : {}) });
    },
  });
  return action;
}
