// The program under test as a process, for sessions and browsers alike.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Every account's password. */
export const PASSWORD = "correct horse battery";

export class Server {
  #program;
  #settings;
  #folder;
  #child;
  /** `http://127.0.0.1:PORT`, the same across kills. */
  url = "";
  /** The link of the first run; null once the server is claimed. */
  setupUrl = null;

  /**
   * Starts the program that `CONFAB` names, on port 0 and a new data directory, with these
   * `CONFAB_…` variables.
   */
  static async start(settings = {}) {
    const server = new Server();
    server.#settings = settings;
    server.#program = process.env.CONFAB;
    if (!server.#program) throw new Error("CONFAB must name the program: run `cargo xtask test`");
    server.#folder = await mkdtemp(join(tmpdir(), "confab-test-"));
    await server.#run("127.0.0.1:0");
    return server;
  }

  /** The data directory. */
  get data() {
    return join(this.#folder, "data");
  }

  /** SIGKILL: no time for anything. */
  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  /** Starts again on the same port and data. */
  async startAgain() {
    await this.#run(new URL(this.url).host);
  }

  /** Ends the server and removes its data. */
  async discard() {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }

  /** A JSON request; the answer's body, or an error unless the status is 2xx. */
  async request(method, path, authorization, body, more = {}) {
    const headers = { "content-type": "application/json", ...more };
    if (authorization) headers.authorization = authorization;
    return this.#answer(path, { method, headers, body: body && JSON.stringify(body) });
  }

  /** POSTs a form; answered as requests are. */
  async upload(path, authorization, form) {
    return this.#answer(path, { method: "POST", headers: { authorization }, body: form });
  }

  async #answer(path, init) {
    const response = await fetch(this.url + path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  async #run(listen) {
    const args = ["serve", "--profile", "test", "--listen", listen, "--data", this.data];
    const env = { CONFAB_LOG: "warn", ...process.env, ...this.#settings };
    this.#child = spawn(this.#program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(this.#child, "exit").then(([code]) => {
      throw new Error(`the server ended with ${code} before it was ready`);
    });
    const line = once(createInterface(this.#child.stdout), "line");
    const [ready] = await Promise.race([line, ended]);
    ended.catch(() => {}); // Ends later are the test's doing.
    ({ url: this.url, setup_url: this.setupUrl } = JSON.parse(ready));
    this.url = this.url.replace(/\/$/, "");
  }
}
