// Messages that stood in the channel before the tour began.

import type { Server } from "../server/server.mjs";
import { signsIn } from "./gathering.js";

/** Posts `line 1` to `line COUNT` into `general` as `username`, in order, past the browser. */
export async function postLines(server: Server, username: string, count: number): Promise<void> {
  const { authorization, channel } = await signsIn(server, username);
  const path = `/api/v10/channels/${channel}/messages`;
  for (let number = 1; number <= count; number += 1) {
    await server.request("POST", path, authorization, { content: `line ${number}` });
  }
}

/** The same by several hands at once: faster, and in any order. */
export async function postMany(server: Server, username: string, count: number): Promise<void> {
  const { authorization, channel } = await signsIn(server, username);
  const path = `/api/v10/channels/${channel}/messages`;
  let next = 1;
  const hand = async () => {
    while (next <= count) await server.request("POST", path, authorization, { content: `line ${next++}` });
  };
  await Promise.all(Array.from({ length: 16 }, hand));
}
