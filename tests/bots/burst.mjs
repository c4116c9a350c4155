// A burst of discord.js beyond the rate limit: all of it arrives, once and in order, and no request
// is wasted on a closed door.

import assert from "node:assert/strict";
import { once } from "node:events";
import { Client, Events, GatewayIntentBits } from "discord.js";

const { BOT_TOKEN, CHANNEL, SERVER } = process.env;
const BURST = Array.from({ length: 12 }, (_, number) => `burst ${number}`);
/** Left of a window when the burst begins, so that it meets a full bucket. */
const LEFT_S = 2;

/** Fills the bucket behind the library's back. */
async function fillBucket() {
  for (;;) {
    const response = await fetch(`${SERVER}/api/v10/channels/${CHANNEL}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${BOT_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ content: "filler" }),
    });
    const body = await response.json();
    if (response.status === 200) continue;
    assert.equal(response.status, 429);
    if (body.retry_after >= LEFT_S) return;
    await new Promise((resolve) => setTimeout(resolve, body.retry_after * 1_000));
  }
}

async function refusals() {
  const metrics = await (await fetch(`${SERVER}/metrics`)).text();
  const count = (scope) =>
    Number(metrics.match(`confab_rate_limited_total{scope="${scope}"} (\\d+)`)?.[1] ?? 0);
  return { route: count("route"), others: count("user") + count("network") + count("invalid") };
}

const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMessages, MessageContent],
  rest: { api: `${SERVER}/api` },
});
const ready = once(client, Events.ClientReady);
await client.login(BOT_TOKEN);
await ready;
const channel = client.channels.cache.get(CHANNEL);

await fillBucket();
const before = await refusals();
await Promise.all(BURST.map((content) => channel.send(content)));
const after = await refusals();

const page = await channel.messages.fetch({ limit: 100, cache: false });
const found = page.map(({ content }) => content).filter((content) => content !== "filler");
assert.deepEqual(found.reverse(), BURST);
const refused = after.route - before.route;
assert.ok(refused >= 1, "the burst met a full bucket");
assert.ok(refused <= 4, `${refused} requests were refused`);
assert.equal(after.others, 0);
await client.destroy();
console.log(`discord.js: a burst of ${BURST.length} arrived, ${refused} requests were refused`);
process.exit(0);
