/**
 * Everybody that is heard, each as loud as the listener wants them.
 *
 * - LI1  Whoever is muted in the room is not heard, whatever their program sends; nor is anybody by whoever
 *        is deaf.
 */
import type { Id } from "../wire.ts";
import { AS_IT_IS, type VoiceChoices } from "./choices.ts";
import type { Player, VoiceMedia } from "./media.ts";

export interface Listening {
  /** Null: no sound of theirs any more. */
  heard(userId: Id, track: MediaStreamTrack | null): void;
  /** Who is not to be heard; null: nobody is. */
  silence(userIds: ReadonlySet<Id> | null): void;
  follow(choices: VoiceChoices): void;
  close(): void;
}

export function createListening(media: Pick<VoiceMedia, "play">, first: VoiceChoices): Listening {
  const players = new Map<Id, Player>();
  let choices = first;
  let silent: ReadonlySet<Id> | null = new Set();

  function tune(userId: Id, player: Player): void {
    const { volume, isMuted } = choices.people[userId] ?? AS_IT_IS;
    // LI1
    const isHeard = !choices.isDeafened && !isMuted && silent !== null && !silent.has(userId);
    player.setVolume(isHeard ? volume : 0);
  }

  function tuneAll(): void {
    for (const [userId, player] of players) tune(userId, player);
  }

  function drop(userId: Id): void {
    players.get(userId)?.close();
    players.delete(userId);
  }

  return {
    heard(userId, track) {
      drop(userId);
      if (!track) return;
      const player = media.play(track);
      players.set(userId, player);
      player.setOutput(choices.output);
      tune(userId, player);
    },
    silence(userIds) {
      silent = userIds;
      tuneAll();
    },
    follow(next) {
      const isMoved = next.output !== choices.output;
      choices = next;
      if (isMoved) for (const player of players.values()) player.setOutput(next.output);
      tuneAll();
    },
    close() {
      for (const userId of [...players.keys()]) drop(userId);
    },
  };
}
