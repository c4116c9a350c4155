/**
 * Sends files with the access token of the moment; a 401 fetches a new one and asks once more, as with any
 * other request. It may take as long as it takes: whoever waits sees how far it is.
 */
import type { Ports } from "../ports.ts";
import type { TokenSource } from "./client.ts";
import { readAnswer } from "./client.ts";
import { NetworkError } from "./error.ts";

export interface UploadWatch {
  onProgress(part: number): void;
  signal: AbortSignal;
}

export type Upload = <T>(path: string, body: FormData, watch: UploadWatch) => Promise<T>;

export function createUpload(port: Ports["upload"], tokens: TokenSource): Upload {
  async function post(path: string, body: FormData, watch: UploadWatch, token: string | null) {
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    try {
      return await port(path, { headers, body, ...watch });
    } catch (cause) {
      if (watch.signal.aborted) throw cause;
      throw new NetworkError("no answer", { cause });
    }
  }
  return async (path, body, watch) => {
    const token = tokens.token();
    const first = await post(path, body, watch, token);
    if (first.status !== 401 || token === null) return readAnswer(first);
    const next = await tokens.renew(token);
    return readAnswer(next === null ? first : await post(path, body, watch, next));
  };
}
