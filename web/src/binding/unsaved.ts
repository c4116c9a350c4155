/** Which forms hold changes that are not saved: whoever leads away from them asks first. */
import { useEffect, useId } from "react";
import { create } from "zustand";

const useUnsavedForms = create<{ forms: ReadonlySet<string> }>(() => ({ forms: new Set() }));

/** To be called by a form, with whether it holds changes. */
export function useUnsaved(isDirty: boolean): void {
  const id = useId();
  useEffect(() => {
    if (!isDirty) return;
    useUnsavedForms.setState(({ forms }) => ({ forms: new Set([...forms, id]) }));
    return () =>
      useUnsavedForms.setState(({ forms }) => ({ forms: new Set([...forms].filter((form) => form !== id)) }));
  }, [isDirty, id]);
}

export function isUnsaved(): boolean {
  return useUnsavedForms.getState().forms.size > 0;
}
