// socket.io: one room of one namespace. Nothing is stored, nobody is asked who they are.

import { Server } from "socket.io";
import { createServer } from "node:http";
import { messageCreate } from "../event.js";

const ROOM = "room";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  socket.join(ROOM);
  socket.on("post", (content) => io.to(ROOM).emit("MESSAGE_CREATE", messageCreate(content)));
  socket.emit("joined");
});

http.listen({ host: "127.0.0.1", port: Number(process.env.PORT), backlog: 4096 });
