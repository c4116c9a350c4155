// The whole API against its own description: `node run.mjs SCHEMATHESIS [CALLER…]`.
//
// Starts the program that CONFAB names on port 0, and runs schemathesis over it once for each kind of
// caller. What ends a login or leaves a guild comes after the rest, with an account of its own for each
// request, and what deletes, and decides for everybody, comes last.
// In the end a description that lies must be found out, or the runs before it prove nothing.
// The seed is fixed: a failure is found again by the same command.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setStage } from "../bots/stage.mjs";
import { PASSWORD, Server } from "../server/server.mjs";

const RUN_MAX_MS = 600_000;

/** Operations after which the caller is somebody else, or nobody. */
const ENDINGS = "^(auth_logout|auth_password|auth_refresh|auth_end_login|users_leave)$";
/** Operations after which there is little left to ask for. */
const DELETIONS = "^((guilds|channels|invites)_delete|members_kick|bans_.*)$";
/** Operations that decide for everybody: whether anybody may register or join, or anything be written. */
const DECISIONS = "^(admin_(change|end)_.*|brakes_patch)$";
const LASTING = `${ENDINGS}|${DELETIONS}|${DECISIONS}`;
/** A 503 is what an unclaimed server owes. */
const NOT_UNCLAIMED = "not_a_server_error,unsupported_method";
/** Callers who are answered the same everywhere need no catalogue of odd requests: those who get further
 * have it. */
const FEW = "fuzzing";
/** How often a value is one that exists: what is made up is only ever refused. */
const KNOWN_SHARE = 0.75;
const ADMINISTRATOR = "8";

const [schemathesis, ...only] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "confab-openapi-"));
const server = await Server.start();
const failed = [];
try {
  await passes("before the claim", { examples: 1, phases: FEW, without: NOT_UNCLAIMED });
  const { tokens, known, env } = await furnish(await setStage(server));
  await passes("nobody", { known, examples: 4, phases: FEW });
  await passes("a bot", { known, examples: 10, token: tokens.bot, exclude: LASTING });
  await passes("the owner", { known, examples: 20, token: tokens.owner, exclude: LASTING });
  await passes("who leaves", { known, examples: 6, env, include: ENDINGS });
  await passes("who deletes", { known, examples: 6, token: tokens.owner, include: DELETIONS });
  await passes("who decides", { known, examples: 6, token: tokens.owner, include: DECISIONS });
  await fails("a description that lies", await lie(), { token: tokens.owner, include: "^users_me$" });
} finally {
  await server.discard();
  await rm(folder, { recursive: true });
}
if (failed.length > 0) console.error(`\nfailed: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);

/** A message, an invite without end and a bot of no consequence, which the requests can be about. */
async function furnish(stage) {
  const { GUILD: guild, CHANNEL: channel } = stage;
  const post = (path, authorization, body) => server.request("POST", path, authorization, body);
  const login = await post("/api/x/auth/login", null, { username: "owner", password: PASSWORD });
  const owner = `Bearer ${login.access_token}`;
  const grant = { permissions: ADMINISTRATOR };
  await server.request("PUT", `/api/x/guilds/${guild}/bots/${stage.BOT}`, owner, grant);
  const message = await post(`/api/v10/channels/${channel}/messages`, owner, { content: "hi" });
  const { code } = await post(`/api/v10/channels/${channel}/invites`, owner, { max_age: 0 });
  const { id: bot } = await post("/api/x/bots", owner, { name: "spare" });
  const { id: role } = await post(`/api/v10/guilds/${guild}/roles`, owner, { name: "spare" });
  const of = { guild, channel, message: message.id, role, about: role };
  const ids = { ...of, code, user: stage.MEMBER, bot };
  const paths = Object.entries(ids).map(([name, id]) => [`path.${name}`, id]);
  const bodies = [
    ["body.invite", code],
    ["body.old", PASSWORD],
    ["body.message_id", message.id],
  ];
  return {
    tokens: { owner, bot: `Bot ${stage.BOT_TOKEN}` },
    known: [...paths, ...bodies],
    env: {
      SERVER: server.url,
      PASSWORD,
      INVITE: code,
      PYTHONPATH: import.meta.dirname,
      SCHEMATHESIS_HOOKS: "account_for_each",
    },
  };
}

/** The description with one type changed. */
async function lie() {
  const description = await server.request("GET", "/openapi.json", null);
  description.components.schemas.User.properties.username.type = "integer";
  const path = join(folder, "lie.json");
  await writeFile(path, JSON.stringify(description));
  return path;
}

/** A run that finds nothing; what it finds is told, and the other callers have their turn. */
async function passes(caller, options) {
  if (only.length > 0 && !only.includes(caller)) return;
  const code = await run(caller, `${server.url}/openapi.json`, options, "inherit");
  if (code !== 0) failed.push(caller);
}

/** A run that must find something. */
async function fails(caller, description, options) {
  const code = await run(caller, description, options, "ignore");
  if (code !== 1) failed.push(caller);
}

async function run(caller, description, options, output) {
  const { known = [], examples = 1, phases, token, env = {}, include, exclude, without } = options;
  const config = join(folder, "schemathesis.toml");
  const rules = await readFile(join(import.meta.dirname, "schemathesis.toml"), "utf8");
  await writeFile(config, rules + bindings(known));
  const args = [
    ...["--config-file", config, "run", description, "--url", server.url],
    ...["--max-examples", String(examples)],
    // How fast it makes up requests says something of the machine, and nothing of the server.
    ...["--suppress-health-check", "too_slow"],
    ...(phases ? ["--phases", phases] : []),
    ...(token ? ["--header", `Authorization: ${token}`] : []),
    ...(include ? ["--include-operation-id-regex", include] : []),
    ...(exclude ? ["--exclude-operation-id-regex", exclude] : []),
    ...(without ? ["--exclude-checks", without] : []),
  ];
  console.log(`\n==> ${caller}`);
  const stdio = ["ignore", output, output];
  const began = Date.now();
  // It leaves a folder of its own where it runs.
  const child = spawn(schemathesis, args, { cwd: folder, env: { ...process.env, ...env }, stdio });
  const code = await ended(child);
  console.log(`==> ${caller}: ended with ${code} after ${Math.round((Date.now() - began) / 1000)} s`);
  return code;
}

/** Values that exist, as configuration. */
function bindings(known) {
  const values = known.map(([, value], at) => `known${at} = { values = ["${value}"] }`);
  const parameters = known.map(
    ([name], at) => `"${name}" = { dictionary = "known${at}", probability = ${KNOWN_SHARE} }`,
  );
  return ["", "[dictionaries]", ...values, "", "[parameters]", ...parameters, ""].join("\n");
}

function ended(child) {
  const deadline = setTimeout(() => {
    console.error(`a run took longer than ${RUN_MAX_MS} ms`);
    child.kill("SIGKILL");
  }, RUN_MAX_MS);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(deadline);
      resolve(code);
    });
  });
}
