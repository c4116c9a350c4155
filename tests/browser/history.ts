// Messages that stood in the channel before the tour began.

import { PASSWORD, type Server } from "../server/server.mjs";

/** Posts `line 1` to `line COUNT` into `general` as `username`, past the browser. */
export async function postLines(server: Server, username: string, count: number): Promise<void> {
  const login = await server.request("POST", "/api/x/auth/login", null, { username, password: PASSWORD });
  const authorization = `Bearer ${login.access_token}`;
  const [guild] = await server.request("GET", "/api/v10/users/@me/guilds", authorization);
  const channels = await server.request("GET", `/api/v10/guilds/${guild.id}/channels`, authorization);
  const channel = channels.find(({ name }: { name: string }) => name === "general");
  for (let number = 1; number <= count; number += 1) {
    const path = `/api/v10/channels/${channel.id}/messages`;
    await server.request("POST", path, authorization, { content: `line ${number}` });
  }
}
