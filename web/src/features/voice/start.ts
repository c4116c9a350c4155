/** Begins voice for whoever is signed in, and ends it with them or with the page. */
import type { Engine } from "@/engine/engine.ts";
import type { Session } from "@/engine/session.ts";
import { browserMedia } from "@/engine/voice/browser-media.ts";
import type { VoiceMedia } from "@/engine/voice/media.ts";
import { createVoice, type Voice } from "@/engine/voice/voice.ts";
import { useVoice } from "./store.ts";
import { watchTalkKey } from "./talk-key.ts";

export function startVoice(engine: Engine, session: Session, media: VoiceMedia = browserMedia()): Voice {
  const { voice: running } = useVoice.getState();
  if (running) return running;
  const voice = createVoice(engine.ports, session, media);
  const unwatch = watchTalkKey(() => voice.choices.store.getState(), voice.push);
  // A page that is left takes nobody along: the others hear it at once.
  addEventListener("pagehide", voice.leave);
  const unfollow = engine.session.subscribe(({ current }) => {
    if (current === session) return;
    unfollow();
    unwatch();
    removeEventListener("pagehide", voice.leave);
    voice.close();
    useVoice.setState({ voice: null });
  });
  useVoice.setState({ voice });
  return voice;
}
