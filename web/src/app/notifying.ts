/** Has whoever is signed in told of news. The code for it comes when the page has come to rest. */
import type { Engine } from "@/engine/engine.ts";
import type { Cancel } from "@/engine/ports.ts";
import type { Session } from "@/engine/session.ts";
import type { AppRouter } from "./router.tsx";

/** The conversation comes first. */
const REST_MS = 3_000;

export function keepNotifying(engine: Engine, router: AppRouter): Cancel {
  let stop: Cancel = () => undefined;
  const follow = ({ current }: { current: Session | null }) => {
    stop();
    stop = current ? begin(engine, current, router) : () => undefined;
  };
  follow(engine.session.getState());
  const unfollow = engine.session.subscribe(follow);
  return () => {
    unfollow();
    stop();
  };
}

function begin(engine: Engine, session: Session, router: AppRouter): Cancel {
  const steps: Cancel[] = [];
  let isWanted = true;
  const rest = () =>
    engine.ports.clock.after(REST_MS, async () => {
      // Without it nothing is told, and all else works.
      const code = await import("./screens/notifier.ts").catch(() => null);
      if (code && isWanted) steps.push(code.startNotifier(engine, session, router));
    });
  let isResting = false;
  const look = () => {
    if (isResting || session.guilds.getState().awaited?.length !== 0) return;
    isResting = true;
    steps.push(rest());
  };
  steps.push(session.guilds.subscribe(look));
  look();
  return () => {
    isWanted = false;
    for (const step of steps) step();
  };
}
