/** The calls that ring the reader, wherever in the client they are; the code comes with the first one. */
import { useShallow } from "zustand/react/shallow";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { ringingFor } from "@/engine/calls.ts";

const IncomingCalls = onDemand(async () => {
  await import("../i18n/add-friends.ts");
  return (await import("./incoming-calls.tsx")).IncomingCalls;
});

export function CallsHere() {
  const { calls, user } = useSession();
  const ringing = useFromStore(
    calls,
    useShallow((state) => ringingFor(state, user.id)),
  );
  return ringing.length > 0 ? <IncomingCalls calls={ringing} /> : null;
}
