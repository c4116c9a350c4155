// What befalls the connections of a page, without its knowledge; see `keepsConnections`.

import type { Page } from "@playwright/test";

interface Kept {
  connectionsOfTour: RTCPeerConnection[];
  holdOfTour: { ms: number; held: number };
}

/** Of the connection that stands, the name by which its ICE is known: another one after a restart. */
export async function iceName(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const { connectionsOfTour } = window as unknown as Kept;
    const open = connectionsOfTour.find(({ connectionState }) => connectionState === "connected");
    return /^a=ice-ufrag:(.*)$/m.exec(open?.localDescription?.sdp ?? "")?.[1]?.trim();
  });
}

/** Has the page believe for a moment that its connection broke off, as it does when a network changes. */
export async function seemsBroken(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { connectionsOfTour } = window as unknown as Kept;
    const open = connectionsOfTour.find(({ connectionState }) => connectionState === "connected");
    if (!open) throw new Error("nothing stands");
    Object.defineProperty(open, "connectionState", { value: "disconnected", configurable: true });
    open.dispatchEvent(new Event("connectionstatechange"));
    Reflect.deleteProperty(open, "connectionState");
  });
}

/** To be called before the page is opened: signals between browsers can be held up by `holdsSignals`. */
export async function mayHoldSignals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const hold = { ms: 0, held: 0 };
    Object.assign(window, { holdOfTour: hold });
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      const isSignal = typeof data === "string" && /^\{"op":110\b/.test(data);
      if (!isSignal || hold.ms === 0) return send.call(this, data);
      hold.held += 1;
      setTimeout(() => send.call(this, data), hold.ms);
    };
  });
}

/** From now on each signal of the page goes out so much later; 0: no more. How many were held so far. */
export async function holdsSignals(page: Page, ms: number): Promise<number> {
  return page.evaluate((ms) => {
    const { holdOfTour } = window as unknown as Kept;
    holdOfTour.ms = ms;
    return holdOfTour.held;
  }, ms);
}
