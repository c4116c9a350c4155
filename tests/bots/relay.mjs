// A TCP relay before the server, for sessions that lose their socket.
//
// While it is cut, open connections are gone and new ones wait without an answer. A second port
// takes the orders: POST /cut and POST /mend.

import { createServer as createHttpServer } from "node:http";
import { connect, createServer } from "node:net";

export class Relay {
  #open = new Set();
  #waiting = [];
  #isCut = false;
  #servers = [];

  static async before(url) {
    const relay = new Relay();
    const { hostname, port } = new URL(url);
    const accept = createServer({ pauseOnConnect: true }, (client) => {
      const forward = () => relay.#forward(client, connect(Number(port), hostname));
      relay.#isCut ? relay.#waiting.push(forward) : forward();
    });
    const orders = createHttpServer((request, response) => {
      request.url === "/cut" ? relay.#cut() : relay.#mend();
      response.end();
    });
    relay.#servers = [accept, orders];
    relay.url = `http://127.0.0.1:${await listen(accept)}`;
    relay.control = `http://127.0.0.1:${await listen(orders)}`;
    return relay;
  }

  close() {
    this.#cut();
    for (const server of this.#servers) server.close();
  }

  #forward(client, server) {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      this.#open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    client.resume();
  }

  #cut() {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  #mend() {
    this.#isCut = false;
    for (const forward of this.#waiting.splice(0)) forward();
  }
}

function listen(server) {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });
}
