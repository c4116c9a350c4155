/** What a description says of Opus: the other side's encoder does what the description says that we want. */

/** What an encoder takes (RFC 7587). */
const BITRATE_MIN = 6_000;
const BITRATE_MAX = 510_000;

/** The description with what is to be sent to whoever applies it. Without Opus in it, it stays what it was. */
export function withOpus(sdp: string, bitrate: number): string {
  const payload = /^a=rtpmap:(\d{1,3}) opus\/48000/im.exec(sdp)?.[1];
  if (payload === undefined) return sdp;
  const wanted = {
    maxaveragebitrate: String(Math.min(BITRATE_MAX, Math.max(BITRATE_MIN, Math.round(bitrate)))),
    usedtx: "1",
    useinbandfec: "1",
  };
  const line = new RegExp(`^a=fmtp:${payload} ([^\\r\\n]*)`, "m");
  const had = line.exec(sdp)?.[1];
  if (had !== undefined) {
    return sdp.replace(line, `a=fmtp:${payload} ${formatted({ ...parsed(had), ...wanted })}`);
  }
  const map = new RegExp(`^(a=rtpmap:${payload} [^\\r\\n]*)(\\r?\\n)`, "m");
  return sdp.replace(map, `$1$2a=fmtp:${payload} ${formatted(wanted)}$2`);
}

function parsed(parameters: string): Record<string, string> {
  const pairs = parameters.split(";").map((pair) => pair.trim().split("="));
  return Object.fromEntries(pairs.filter(([key]) => key).map(([key = "", value = ""]) => [key, value]));
}

function formatted(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join(";");
}
