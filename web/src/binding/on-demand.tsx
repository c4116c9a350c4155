/**
 * A component whose code comes when it is first shown.
 *
 * - Code that cannot be fetched says so where it would have been; what is on screen already stays. Several
 *   browsers remember the failure, and after a deployment the file is gone: only the page anew brings it.
 */
import { type ComponentType, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { Notice, Part } from "./part.tsx";

/** `Waiting` stands in its place until then. */
export function onDemand<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting?: ComponentType,
): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null;

  return function OnDemand(props: P) {
    const [phase, setPhase] = useState<"loading" | "here" | "failed" | "closed">(Loaded ? "here" : "loading");
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

    if (phase === "failed") return <NotLoaded onClose={() => setPhase("closed")} />;
    if (!Loaded) return Waiting && phase === "loading" ? <Waiting /> : null;
    return (
      <Part look="floating">
        <Loaded {...props} />
      </Part>
    );
  };
}

function NotLoaded({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Notice look="floating" text={t("error.notLoaded")}>
      <Button look="quiet" onClick={() => location.reload()}>
        {t("error.reload")}
      </Button>
      <Button look="quiet" onClick={onClose}>
        {t("common.close")}
      </Button>
    </Notice>
  );
}
