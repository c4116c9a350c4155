/** Starts the client: the engine on the browser's own ports, then the screens. */
import { createRoot } from "react-dom/client";
import { browserPorts } from "@/engine/browser-ports.ts";
import { createEngine } from "@/engine/engine.ts";
import { restoreAppearance } from "@/features/appearance/appearance.ts";
import { App } from "./app.tsx";
import { startI18n } from "./i18n/i18n.ts";
import { createAppRouter } from "./router.tsx";
import "./theme.css";

restoreAppearance();
const engine = createEngine(browserPorts());
engine.start();
await startI18n();

const root = document.getElementById("root");
if (root) createRoot(root).render(<App engine={engine} router={createAppRouter()} />);
