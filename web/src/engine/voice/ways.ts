/** The ways of sound that this client knows. What they count outlives each of them: late signals do too. */
import type { Ways } from "./handover.ts";
import { createMesh } from "./mesh.ts";
import { createSfu } from "./sfu.ts";

export function createWays(): Ways {
  const ofPeers = new Map<string, number>();
  let offers = 0;
  return {
    mesh: (needs) => createMesh(needs, ofPeers),
    sfu: (needs) => createSfu(needs, () => ++offers),
  };
}
