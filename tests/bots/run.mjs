// Runs one bot session against the real server: `node run.mjs COMMAND ARGS…`.
//
// Starts the program that CONFAB names on port 0, claims it, makes a guild with a member and a bot,
// and puts a relay before it that can be cut. The session is a child process that learns all this
// from its environment; its exit status is ours.

import { spawn } from "node:child_process";
import { Server } from "../server/server.mjs";
import { Relay } from "./relay.mjs";
import { setStage } from "./stage.mjs";

const SESSION_MAX_MS = 120_000;

const [program, ...args] = process.argv.slice(2);
const server = await Server.start();
const relay = await Relay.before(server.url);
let status = 1;
try {
  const addresses = { SERVER: server.url, RELAY: relay.url, CONTROL: relay.control };
  status = await run({ ...process.env, ...(await setStage(server)), ...addresses });
} finally {
  relay.close();
  await server.discard();
}
process.exit(status);

function run(env) {
  const session = spawn(program, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  const deadline = setTimeout(() => {
    console.error(`the session took longer than ${SESSION_MAX_MS} ms`);
    session.kill("SIGKILL");
  }, SESSION_MAX_MS);
  return new Promise((resolve, reject) => {
    session.on("error", reject);
    session.on("exit", (code) => {
      clearTimeout(deadline);
      resolve(code ?? 1);
    });
  });
}
