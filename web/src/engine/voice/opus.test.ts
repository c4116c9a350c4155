import { expect, test } from "vitest";
import { withOpus } from "./opus.ts";

const SDP = "v=0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=mid:0\r\n";

test("the description says how much is to be sent, and keeps what it said", () => {
  expect(withOpus(SDP, 96_000)).toBe(
    "v=0\r\na=rtpmap:111 opus/48000/2\r\n" +
      "a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=96000;usedtx=1\r\na=mid:0\r\n",
  );
});

test("applied twice it says the last one", () => {
  const twice = withOpus(withOpus(SDP, 96_000), 8_000);
  expect(twice.match(/maxaveragebitrate=\d+/g)).toEqual(["maxaveragebitrate=8000"]);
});

test("parameters are added where there are none", () => {
  expect(withOpus("a=rtpmap:96 opus/48000/2\r\na=mid:0\r\n", 64_000)).toBe(
    "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 maxaveragebitrate=64000;usedtx=1;useinbandfec=1\r\na=mid:0\r\n",
  );
});

test("what encoders do not take is not asked for, and what has no Opus stays as it is", () => {
  expect(withOpus(SDP, 9_000_000)).toContain("maxaveragebitrate=510000");
  expect(withOpus(SDP, 0)).toContain("maxaveragebitrate=6000");
  expect(withOpus("a=rtpmap:0 PCMU/8000\r\n", 64_000)).toBe("a=rtpmap:0 PCMU/8000\r\n");
});
