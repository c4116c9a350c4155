/** Which two addresses a connection uses, from what the browser says of it. */

/** As ICE has it (RFC 8445): of the machine itself, as a server sees it, as the other end sees it, of a relay. */
export type CandidateKind = "host" | "srflx" | "prflx" | "relay";
const KINDS: readonly CandidateKind[] = ["host", "srflx", "prflx", "relay"];

export interface CandidateEnd {
  kind: CandidateKind;
  /** With its port. Null: the browser keeps it to itself. */
  address: string | null;
}

export interface CandidatePair {
  /** `udp` or `tcp`. */
  protocol: string;
  local: CandidateEnd;
  remote: CandidateEnd;
}

export type StatsRow = Record<string, unknown>;

/** By id. */
export function statsRows(report: Iterable<readonly [string, unknown]>): Map<string, StatsRow> {
  const all = new Map<string, StatsRow>();
  for (const [id, entry] of report) all.set(id, entry as StatsRow);
  return all;
}

/** The pair in use. A browser that names none uses the nominated one. */
export function pairInUse(all: ReadonlyMap<string, StatsRow>): StatsRow | undefined {
  const rows = [...all.values()];
  const transport = rows.find(({ type }) => type === "transport");
  return (
    all.get(String(transport?.selectedCandidatePairId)) ??
    rows.find(({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded")
  );
}

/** Null: none is in use yet. */
export function readPair(report: Iterable<readonly [string, unknown]>): CandidatePair | null {
  const all = statsRows(report);
  const pair = pairInUse(all);
  const local = all.get(String(pair?.localCandidateId));
  const remote = all.get(String(pair?.remoteCandidateId));
  if (!local || !remote) return null;
  return { protocol: text(local.protocol) ?? "udp", local: end(local), remote: end(remote) };
}

function end({ candidateType, address, port }: StatsRow): CandidateEnd {
  return {
    kind: KINDS.find((kind) => kind === candidateType) ?? "host",
    address: typeof port === "number" ? placed(text(address), port) : null,
  };
}

function placed(address: string | null, port: number): string | null {
  return address?.includes(":") ? `[${address}]:${port}` : address && `${address}:${port}`;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
