/**
 * Requests with the access token of the moment.
 *
 * - A 401 fetches a new token and asks once more; a second 401 is the answer.
 * - No request lasts for ever: one without an answer counts as unanswered after `REQUEST_MS_MAX`.
 */
import { type ApiError, NetworkError, readApiError } from "./error.ts";

/**
 * From asking to the last byte of the answer. The slowest routes answer within a second or two, so this
 * is a bad mobile network's time, not the server's; and whoever waits that long wants to be told.
 */
export const REQUEST_MS_MAX = 20_000;

export interface RequestOptions {
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  signal?: AbortSignal | undefined;
  /** It goes on when the page is left. */
  keepalive?: boolean;
  /** Why a moderator does it: kept beside what was done. Empty is none. */
  reason?: string;
}

/** Where the token comes from, and where a worn-out one is exchanged. */
export interface TokenSource {
  token(): string | null;
  /** Resolves to the next token, or null when the login has ended. */
  renew(worn: string): Promise<string | null>;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface RestClient {
  /** Throws `ApiError` or `NetworkError`. An empty answer resolves to undefined. */
  request<T>(method: Method, path: string, options?: RequestOptions): Promise<T>;
}

export function createRestClient(fetchPort: typeof fetch, tokens: TokenSource): RestClient {
  async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
    const token = tokens.token();
    const first = await sendRequest(fetchPort, method, path, options, token);
    if (first.status !== 401 || token === null) return readAnswer<T>(first);
    const next = await tokens.renew(token);
    if (next === null) return readAnswer<T>(first);
    return readAnswer<T>(await sendRequest(fetchPort, method, path, options, next));
  }
  return { request };
}

/** One request, without a second try. */
export async function sendRequest(
  fetchPort: typeof fetch,
  method: Method,
  path: string,
  { body, query, signal, keepalive = false, reason = "" }: RequestOptions,
  token: string | null,
): Promise<Response> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers["content-type"] = "application/json";
  if (token !== null) headers.authorization = `Bearer ${token}`;
  // Headers hold no letters beyond Latin: as documented, it goes percent-encoded.
  if (reason !== "") headers["x-audit-log-reason"] = encodeURIComponent(whole(reason));
  const init: RequestInit = { method, headers, credentials: "same-origin", signal: limited(signal) };
  if (keepalive) init.keepalive = true;
  if (body !== undefined) init.body = JSON.stringify(body);
  try {
    return await fetchPort(path + queryString(query), init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new NetworkError("no answer", { cause });
  }
}

/** Half a character, as where a text was cut, has no code. */
function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

function limited(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(REQUEST_MS_MAX);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

/** The body of a good answer, or the error that a bad one tells of. */
export async function readAnswer<T>(response: Response): Promise<T> {
  if (!response.ok) throw (await readApiError(response)) satisfies ApiError;
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (cause) {
    throw new NetworkError("the answer broke off", { cause });
  }
}

function queryString(query: RequestOptions["query"]): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return "";
  return `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}
