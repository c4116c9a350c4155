/**
 * One's own microphone while one is in a room: when it is open, and why there is none.
 *
 * - OV1  Whoever is muted, deaf, or may not speak sends nothing, and is not said to speak.
 * - OV2  Without a microphone one listens; it is asked for again when another one is chosen.
 */
import type { Cancel, Clock } from "../ports.ts";
import type { VoiceChoices } from "./choices.ts";
import { type VoiceFault, whyNoMicrophone } from "./faults.ts";
import type { Microphone, VoiceMedia } from "./media.ts";
import { hear, quiet } from "./speaking.ts";

export interface OwnVoiceNeeds {
  clock: Clock;
  media: Pick<VoiceMedia, "openMicrophone">;
  choices(): VoiceChoices;
  /** Whether one may speak in this room. */
  maySpeak(): boolean;
  spoke(isSpeaking: boolean): void;
  /** There is another microphone now, or none: why. */
  changed(fault: VoiceFault | null): void;
}

export interface OwnVoice {
  track(): MediaStreamTrack | null;
  /** Asks for it, unless it is open. */
  open(): Promise<void>;
  /** The key is held, or let go. */
  push(isDown: boolean): void;
  /** What opens it may have changed. */
  follow(): void;
  close(): void;
}

export function createOwnVoice(needs: OwnVoiceNeeds): OwnVoice {
  let microphone: Microphone | null = null;
  let stopMeasuring: Cancel = () => undefined;
  let opened = "";
  /** Of the tries to open one; all but the last one are void. */
  let generation = 0;
  let speech = quiet(needs.clock.now());
  let isPushed = false;
  let isSpeaking = false;

  const wish = () => {
    const { input, noise } = needs.choices();
    return { deviceId: input, noise };
  };

  async function open(): Promise<void> {
    const mine = ++generation;
    const wanted = wish();
    opened = JSON.stringify(wanted);
    try {
      const next = await needs.media.openMicrophone(wanted);
      if (mine !== generation) return next.close();
      use(next);
      needs.changed(null);
    } catch (error) {
      if (mine !== generation) return;
      use(null);
      const { name } = error as DOMException;
      needs.changed(name === "InsecureError" ? "insecure" : whyNoMicrophone(name));
    }
  }

  function use(next: Microphone | null): void {
    stopMeasuring();
    microphone?.close();
    microphone = next;
    speech = quiet(needs.clock.now());
    stopMeasuring = next?.measure(measured) ?? (() => undefined);
    next?.lost(() => {
      if (microphone !== next) return;
      use(null);
      needs.changed("microphoneLost");
    });
    gate();
  }

  function measured(levelDb: number): void {
    speech = hear(speech, levelDb, needs.choices().thresholdDb, needs.clock.now());
    gate();
  }

  function gate(): void {
    // OV1
    const { opensBy, isMuted, isDeafened } = needs.choices();
    const may = microphone !== null && needs.maySpeak() && !isMuted && !isDeafened;
    const isOpen = may && (opensBy === "key" ? isPushed : speech.isSpeaking || speech.isStarved);
    const speaks = may && (opensBy === "key" ? isPushed : speech.isSpeaking);
    if (microphone) microphone.track.enabled = isOpen;
    if (speaks === isSpeaking) return;
    isSpeaking = speaks;
    needs.spoke(speaks);
  }

  return {
    track: () => microphone?.track ?? null,
    open,
    push(isDown) {
      isPushed = isDown;
      gate();
    },
    follow() {
      // OV2
      if (opened !== "" && JSON.stringify(wish()) !== opened) void open();
      gate();
    },
    close() {
      generation += 1;
      opened = "";
      isPushed = false;
      use(null);
    },
  };
}
