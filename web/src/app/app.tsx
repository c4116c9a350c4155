/** Everything that surrounds the screens. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { EngineProvider } from "@/binding/engine-context.tsx";
import type { Engine } from "@/engine/engine.ts";
import { isTransient } from "@/engine/rest/error.ts";
import { keepNotifying } from "./notifying.ts";
import type { AppRouter } from "./router.tsx";

const RETRIES_MAX = 2;

interface AppProps {
  engine: Engine;
  router: AppRouter;
}

export function App({ engine, router }: AppProps) {
  const [queries] = useState(createQueries);
  // What one person was shown is nothing for the next.
  useEffect(
    () =>
      engine.session.subscribe((now, before) => {
        if (now.current?.user.id !== before.current?.user.id) queries.clear();
      }),
    [engine, queries],
  );
  useEffect(() => keepNotifying(engine, router), [engine, router]);
  return (
    <EngineProvider engine={engine}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </EngineProvider>
  );
}

/** A no is not asked again; silence is, a little. */
function createQueries(): QueryClient {
  const retry = (failed: number, error: unknown) => isTransient(error) && failed < RETRIES_MAX;
  return new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 30_000, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}
