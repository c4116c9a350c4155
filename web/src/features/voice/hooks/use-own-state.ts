/** Where the signed-in user is in voice, on whichever device, as the server says; null is nowhere. */
import { useShallow } from "zustand/react/shallow";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { voiceStateOf } from "@/engine/voice/states.ts";

export function useOwnState() {
  const { guilds, user } = useSession();
  return useFromStore(
    guilds,
    useShallow((state) => voiceStateOf(state, user.id)),
  );
}
