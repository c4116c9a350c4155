/** Why a request did not bring what was asked for. */

/** Codes that the client acts on; the rest is shown with the server's own sentence. */
export const CODE_UNCLAIMED = 900_001;
export const CODE_SUSPENDED = 900_007;
export const CODE_INVITE_NEEDED = 900_003;
export const CODE_WRONG_LOGIN = 900_010;
export const CODE_UNKNOWN_INVITE = 10_006;
export const CODE_BANNED = 40_007;
export const CODE_WRONG_CODE = 60_008;
export const CODE_WRONG_TICKET = 900_025;

/** Why an account may not be used, and until when; null: until somebody ends it. */
export interface Suspension {
  reason: string | null;
  untilMs: number | null;
}

/** The server answered, and the answer is no. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    /** Field path, as `username` or `embeds.0.title`, to the sentence about it. */
    readonly fields: Readonly<Record<string, string>>,
    readonly retryAfterMs: number | null,
    readonly suspension: Suspension | null = null,
  ) {
    super(message);
  }

  /** Whether the same request may well succeed later. */
  get isTransient(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** No answer came: no network, no server, or it went away in the middle. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/** Whether trying again later can help. */
export function isTransient(error: unknown): boolean {
  return error instanceof NetworkError || (error instanceof ApiError && error.isTransient);
}

/** Reads an error answer; whatever the body is, an error comes out. */
export async function readApiError(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => null);
  const answer = isObject(body) ? body : {};
  const code = typeof answer.code === "number" ? answer.code : 0;
  const message = typeof answer.message === "string" ? answer.message : `HTTP ${response.status}`;
  const fields: Record<string, string> = {};
  collectFields(answer.errors, [], fields);
  const suspension = code === CODE_SUSPENDED ? suspensionOf(answer) : null;
  return new ApiError(response.status, code, message, fields, retryAfterMs(response, answer), suspension);
}

function suspensionOf({ reason, until }: Record<string, unknown>): Suspension {
  const untilMs = typeof until === "string" ? Date.parse(until) : Number.NaN;
  return {
    reason: typeof reason === "string" ? reason : null,
    untilMs: Number.isNaN(untilMs) ? null : untilMs,
  };
}

function retryAfterMs(response: Response, body: Record<string, unknown>): number | null {
  const seconds =
    typeof body.retry_after === "number" ? body.retry_after : Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : null;
}

/** The documented nesting: `{field: {_errors: [{code, message}]}}`, to any depth. */
function collectFields(node: unknown, path: string[], into: Record<string, string>): void {
  if (!isObject(node) || path.length > 8) return;
  for (const [key, value] of Object.entries(node)) {
    if (key !== "_errors") {
      collectFields(value, [...path, key], into);
      continue;
    }
    const first: unknown = Array.isArray(value) ? value[0] : null;
    if (isObject(first) && typeof first.message === "string") into[path.join(".")] = first.message;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
