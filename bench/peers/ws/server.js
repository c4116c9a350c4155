// node ws: a loop over all sockets, which get the same bytes. Nothing is stored, nobody is asked who they are.

import { WebSocketServer } from "ws";
import { messageCreate } from "../event.js";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.env.PORT), backlog: 4096 });

server.on("connection", (socket) => {
  socket.on("message", (content) => {
    const event = Buffer.from(JSON.stringify(messageCreate(String(content))));
    for (const other of server.clients) {
      other.send(event, { binary: false });
    }
  });
  socket.send("joined");
});
