// Somebody who calls by the API alone, past the client of a page: for pages that are to ring.

import type { Browser } from "@playwright/test";
import { PASSWORD } from "../server/server.mjs";

export interface Caller {
  /** Who calls. */
  username: string;
  /** In which conversation. */
  channel: string;
}

/** Rings everybody there, until it is called back. */
export async function callsFrom(browser: Browser, url: string, caller: Caller): Promise<() => Promise<void>> {
  const page = await browser.newPage();
  await page.goto(`${url}/login`);
  await page.evaluate(
    async ({ username, channel, password }) => {
      const post = (path: string, body: object, authorization = "") =>
        fetch(path, {
          method: "POST",
          headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
          body: JSON.stringify(body),
        });
      const login = await post("/api/x/auth/login", { username, password });
      const { access_token: token } = (await login.json()) as { access_token: string };
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/gateway?v=10&encoding=json`);
      const say = (op: number, d: object) => socket.send(JSON.stringify({ op, d }));
      const properties = { os: "linux", browser: "", device: "" };
      const own = { guild_id: null, channel_id: channel, self_mute: true, self_deaf: true };
      await new Promise<void>((inside) => {
        socket.onmessage = ({ data }) => {
          const { op, t } = JSON.parse(String(data));
          // HELLO is answered by IDENTIFY, READY by op 4, and the room by VOICE_MODE.
          if (op === 10) say(2, { token, properties, intents: 0 });
          if (t === "READY") say(4, own);
          if (op === 112) inside();
        };
      });
      await post(`/api/v10/channels/${channel}/call/ring`, {}, `Bearer ${token}`);
    },
    { ...caller, password: PASSWORD },
  );
  return () => page.close();
}
