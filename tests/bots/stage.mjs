// A guild with a member and a bot that may read and write.

import { PASSWORD } from "../server/server.mjs";

const VIEW_SEND_READ_HISTORY = String((1 << 10) | (1 << 11) | (1 << 16));

/** Claims the server; what a session must know, as environment variables. */
export async function setStage(server) {
  const post = (path, authorization, body) => server.request("POST", path, authorization, body);
  const token = new URL(server.setupUrl).hash.replace("#token=", "");
  const owning = { token, username: "owner", password: PASSWORD, guild_name: "The Guild" };
  const claim = await post("/api/x/setup", null, owning);
  const owner = `Bearer ${claim.access_token}`;
  const guild = claim.guild.id;
  const channels = await server.request("GET", `/api/v10/guilds/${guild}/channels`, owner);
  const channel = channels.find(({ name }) => name === "general").id;
  // The session counts messages: newcomers are not told of here.
  await server.request("PATCH", `/api/v10/guilds/${guild}`, owner, { system_channel_id: null });
  const invite = await post(`/api/v10/channels/${channel}/invites`, owner, {});
  const joining = { username: "ada", password: PASSWORD, invite: invite.code };
  const member = await post("/api/x/auth/register", null, joining);
  const bot = await post("/api/x/bots", owner, { name: "herald" });
  const grant = { permissions: VIEW_SEND_READ_HISTORY };
  await server.request("PUT", `/api/x/guilds/${guild}/bots/${bot.id}`, owner, grant);
  return {
    GUILD: guild,
    CHANNEL: channel,
    BOT: bot.id,
    BOT_TOKEN: bot.token,
    MEMBER: member.user.id,
    MEMBER_TOKEN: member.access_token,
  };
}
