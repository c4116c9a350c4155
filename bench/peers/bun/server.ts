// Bun's own publish: one topic, to which every socket is subscribed. Nothing is stored, nobody is asked who they are.

import { messageCreate } from "../event.js";

const ROOM = "room";

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT),
  fetch: (request, server) =>
    server.upgrade(request) ? undefined : new Response(null, { status: 400 }),
  websocket: {
    open(socket) {
      socket.subscribe(ROOM);
      socket.send("joined");
    },
    message(_socket, content) {
      server.publish(ROOM, JSON.stringify(messageCreate(String(content))));
    },
  },
});
