// Files of messages on a real S3-compatible server: moto's, on this machine. The program's argument
// is the Python that it is installed for.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { PASSWORD, Server } from "../server/server.mjs";

const BUCKET = "confab-files";
/** How long something may take before the run has failed. */
const PATIENCE_MS = 30_000;

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Asks again until it is so. */
async function until(what, holds) {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    if (await holds().catch(() => false)) return;
    await pause(100);
  }
  throw new Error(`not in time: ${what}`);
}

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function keys(s3) {
  const listed = await (await fetch(`${s3}/${BUCKET}?list-type=2`)).text();
  return [...listed.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key);
}

async function post(server, token, channel, files) {
  const form = new FormData();
  for (const [number, [name, bytes]] of files.entries()) {
    form.append(`files[${number}]`, new Blob([bytes]), name);
  }
  form.append("payload_json", JSON.stringify({ content: "with files" }));
  const init = { method: "POST", headers: { authorization: token }, body: form };
  const answer = await fetch(`${server.url}/api/v10/channels/${channel}/messages`, init);
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body;
}

async function script(server, s3) {
  const token = new URL(server.setupUrl).hash.replace("#token=", "");
  const claim = { token, username: "owner", password: PASSWORD, guild_name: "Files" };
  const { access_token, guild } = await server.request("POST", "/api/x/setup", null, claim);
  const me = `Bearer ${access_token}`;
  const channels = await server.request("GET", `/api/v10/guilds/${guild.id}/channels`, me);
  const { id: channel } = channels.find((one) => one.type === 0);

  // One in a single request, and one in parts.
  const small = Buffer.from("kept elsewhere");
  const large = randomBytes(12_000_000);
  const message = await post(server, me, channel, [
    ["a.txt", small],
    ["b.bin", large],
  ]);
  assert.equal((await keys(s3)).length, 2);
  const [first, second] = message.attachments;
  assert.equal(await (await fetch(first.url)).text(), small.toString());
  assert.equal(hash(Buffer.from(await (await fetch(second.url)).arrayBuffer())), hash(large));
  const part = await fetch(second.url, { headers: { range: "bytes=6000000-6000099" } });
  assert.equal(part.status, 206);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), large.subarray(6_000_000, 6_000_100));
  console.log("two files came in, and go out as a whole and in parts");

  await server.kill();
  await server.startAgain();
  assert.equal(await (await fetch(first.url)).text(), small.toString());
  console.log("they outlive a kill");

  await server.request("DELETE", `/api/v10/channels/${channel}`, me);
  assert.equal((await fetch(first.url)).status, 404);
  console.log("with their channel their addresses are gone");
}

const [python] = process.argv.slice(2);
const port = await freePort();
const s3 = `http://127.0.0.1:${port}`;
const arguments_ = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
const moto = spawn(python, arguments_, { stdio: ["ignore", "ignore", "ignore"] });
try {
  await until("moto answers", async () => (await fetch(`${s3}/moto-api/`)).ok);
  assert.ok((await fetch(`${s3}/${BUCKET}`, { method: "PUT" })).ok);
  const server = await Server.start({
    CONFAB_FILES_KEEPER: "s3",
    CONFAB_FILES_S3_ENDPOINT: s3,
    CONFAB_FILES_S3_BUCKET: BUCKET,
    CONFAB_FILES_S3_ACCESS_KEY_ID: "key",
    CONFAB_FILES_S3_SECRET_ACCESS_KEY: "secret",
  });
  try {
    await script(server, s3);
    assert.deepEqual(await readdir(join(server.data, "files", "spool")), []);
  } finally {
    await server.discard();
  }
} finally {
  moto.kill();
}
