/**
 * Members that a large guild's GUILD_CREATE left out, asked for over the gateway: unlike a page of REST, its
 * chunks say who is there. The guild's state takes them over by itself; here is only when they have come.
 *
 * - MR1  A request ends: by its last chunk, by the end of the connection, or by the clock. Without a
 *        connection it ends at once.
 */
import { type ClientFrame, OP_REQUEST_MEMBERS } from "./gateway/frames.ts";
import type { Cancel, Ports } from "./ports.ts";
import { NetworkError } from "./rest/error.ts";
import type { Id } from "./wire.ts";

/** A thousand members a chunk, which the server makes from memory. */
const ANSWER_MS_MAX = 10_000;

/** `query`: what a name begins with; empty is all. Or who it is about. */
export type MemberQuery = { query: string; limit: number } | { users: readonly Id[] };

export interface MembersChunk {
  chunk_index: number;
  chunk_count: number;
  nonce?: string | null;
}

export interface MemberRequests {
  /** Resolves when all have come. Throws `NetworkError`. */
  ask(guildId: Id, query: MemberQuery): Promise<void>;
  chunk(chunk: MembersChunk): void;
  /** The session is gone, and its answers with it. */
  lost(): void;
}

interface Waiting {
  left: number | null;
  resolve(): void;
  reject(error: Error): void;
  cancel: Cancel;
}

export function createMemberRequests(
  { clock, unique }: Pick<Ports, "clock" | "unique">,
  send: (frame: ClientFrame) => void,
  isReady: () => boolean,
): MemberRequests {
  const waiting = new Map<string, Waiting>();

  function end(nonce: string, error: Error | null): void {
    const one = waiting.get(nonce);
    if (!one) return;
    waiting.delete(nonce);
    one.cancel();
    if (error) one.reject(error);
    else one.resolve();
  }

  return {
    async ask(guildId, query) {
      if (!isReady()) throw new NetworkError("there is no connection");
      const nonce = unique();
      return new Promise((resolve, reject) => {
        const late = () => end(nonce, new NetworkError("the members did not come"));
        waiting.set(nonce, { left: null, resolve, reject, cancel: clock.after(ANSWER_MS_MAX, late) });
        const which = "users" in query ? { user_ids: query.users } : query;
        const d = { guild_id: guildId, ...which, presences: true, nonce };
        send({ op: OP_REQUEST_MEMBERS, d });
      });
    },
    chunk({ nonce, chunk_count }) {
      const one = nonce ? waiting.get(nonce) : undefined;
      if (!nonce || !one) return;
      one.left = (one.left ?? chunk_count) - 1;
      if (one.left <= 0) end(nonce, null);
    },
    lost() {
      for (const nonce of [...waiting.keys()]) end(nonce, new NetworkError("the connection was lost"));
    },
  };
}
