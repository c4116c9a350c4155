// An app on somebody's telephone that shows codes (RFC 6238).

import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export class Authenticator {
  readonly #key: Buffer;
  #last = 0;

  /** With a secret as it is typed: base32. */
  constructor(secret: string) {
    const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
    this.#key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** A code that was not shown before: where the present one was, the next one, which the server takes early. */
  code(): string {
    this.#last = Math.max(Math.floor(Date.now() / STEP_MS), this.#last + 1);
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.#last));
    const mac = createHmac("sha1", this.#key).update(counter).digest();
    const at = (mac.at(-1) ?? 0) & 15;
    const number = mac.readUInt32BE(at) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
  }
}
