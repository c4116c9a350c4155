/** Sends a form: the server's words about a field go to that field, the rest to the form. */
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { ApiError } from "@/engine/rest/error.ts";
import { useErrorText } from "./use-error-text.ts";

export function useSubmit<T extends FieldValues, S extends FieldValues>(
  form: UseFormReturn<T, unknown, S>,
  send: (values: S) => Promise<void>,
) {
  const errorText = useErrorText();
  return form.handleSubmit(async (values) => {
    try {
      await send(values);
    } catch (error) {
      const fields = error instanceof ApiError ? Object.entries(error.fields) : [];
      const known = fields.filter(([name]) => name in values);
      for (const [name, message] of known) form.setError(name as Path<T>, { message });
      if (known.length === 0) form.setError("root", { message: errorText(error) });
    }
  });
}
