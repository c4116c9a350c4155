/** What a description says of Opus: the other side's encoder does what the description says that we want. */

/** What an encoder takes (RFC 7587). */
const BITRATE_MIN = 6_000;
const BITRATE_MAX = 510_000;

export interface OpusWish {
  /** In bits per second. */
  bitrate: number;
  /** Whether each packet is to have the one before along. */
  isRedundant: boolean;
}

/** The description with what is to be sent by whoever applies it. Without Opus in it, it stays what it was. */
export function withOpus(sdp: string, { bitrate, isRedundant }: OpusWish): string {
  return withRed(withParameters(sdp, bitrate), isRedundant);
}

/** What is named first is what a browser sends: Opus, or RED with Opus in it. */
function withRed(sdp: string, isFirst: boolean): string {
  const red = /^a=rtpmap:(\d{1,3}) red\/48000/im.exec(sdp)?.[1];
  const opus = /^a=rtpmap:(\d{1,3}) opus\/48000/im.exec(sdp)?.[1];
  if (red === undefined || opus === undefined) return sdp;
  return sdp.replace(/^(m=audio \d+ \S+)((?: \d{1,3})+)/gm, (line, head: string, list: string) => {
    const types = list.trim().split(" ");
    if (!types.includes(red) || !types.includes(opus)) return line;
    const pair = isFirst ? [red, opus] : [opus, red];
    return [head, ...pair, ...types.filter((type) => !pair.includes(type))].join(" ");
  });
}

function withParameters(sdp: string, bitrate: number): string {
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
