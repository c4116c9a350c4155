/**
 * A component whose code comes when it is first shown.
 *
 * - Code that cannot be fetched says so where it would have been, and is asked for again at a press; what
 *   is on screen already stays.
 */
import { type ComponentType, useEffect, useState } from "react";
import { BrokenPart, Part } from "./part.tsx";

export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null;

  return function OnDemand(props: P) {
    const [phase, setPhase] = useState<"loading" | "here" | "failed">(Loaded ? "here" : "loading");
    useEffect(() => {
      if (phase !== "loading") return;
      let isShown = true;
      const come = (next: "here" | "failed") => isShown && setPhase(next);
      load().then(
        (component) => {
          Loaded = component;
          come("here");
        },
        () => come("failed"),
      );
      return () => {
        isShown = false;
      };
    }, [phase]);

    if (phase === "failed") return <BrokenPart look="floating" onRetry={() => setPhase("loading")} />;
    if (!Loaded) return null;
    return (
      <Part look="floating">
        <Loaded {...props} />
      </Part>
    );
  };
}
