import { expect, test } from "vitest";
import { withOpus } from "./opus.ts";

const SDP = "v=0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=mid:0\r\n";

const plain = (bitrate: number) => ({ bitrate, isRedundant: false });

test("the description says how much is to be sent, and keeps what it said", () => {
  expect(withOpus(SDP, plain(96_000))).toBe(
    "v=0\r\na=rtpmap:111 opus/48000/2\r\n" +
      "a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=96000;usedtx=1\r\na=mid:0\r\n",
  );
});

test("applied twice it says the last one", () => {
  const twice = withOpus(withOpus(SDP, plain(96_000)), plain(8_000));
  expect(twice.match(/maxaveragebitrate=\d+/g)).toEqual(["maxaveragebitrate=8000"]);
});

test("parameters are added where there are none", () => {
  expect(withOpus("a=rtpmap:96 opus/48000/2\r\na=mid:0\r\n", plain(64_000))).toBe(
    "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 maxaveragebitrate=64000;usedtx=1;useinbandfec=1\r\na=mid:0\r\n",
  );
});

test("what encoders do not take is not asked for, and what has no Opus stays as it is", () => {
  expect(withOpus(SDP, plain(9_000_000))).toContain("maxaveragebitrate=510000");
  expect(withOpus(SDP, plain(0))).toContain("maxaveragebitrate=6000");
  expect(withOpus("a=rtpmap:0 PCMU/8000\r\n", plain(64_000))).toBe("a=rtpmap:0 PCMU/8000\r\n");
});

const RED = "a=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\n";

function order(types: string, isRedundant: boolean): string | undefined {
  const lines = `m=audio 9 UDP/TLS/RTP/SAVPF ${types}\r\n`.repeat(2);
  const sdp = withOpus(`${lines}${RED}`, { bitrate: 64_000, isRedundant });
  const said = [...sdp.matchAll(/^m=audio 9 UDP\/TLS\/RTP\/SAVPF (.*)\r$/gm)].map(([, list]) => list);
  expect(new Set(said).size).toBe(1);
  return said[0];
}

test("what is to be sent comes first, in each line, and all the others stay", () => {
  for (const types of ["111 63 9 0", "63 111 9 0", "9 63 0 111"]) {
    expect(order(types, true)).toBe("63 111 9 0");
    expect(order(types, false)).toBe("111 63 9 0");
  }
});

test("nothing is asked for that was not offered", () => {
  expect(order("111 9", true)).toBe("111 9");
  expect(order("63 9", true)).toBe("63 9");
});
