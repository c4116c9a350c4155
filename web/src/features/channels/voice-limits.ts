/** What is offered for a voice channel. The server takes anything between the least and the most. */

/** In bits per second: from a telephone to music. */
const BITRATES = [16_000, 32_000, 64_000, 96_000, 128_000, 256_000, 384_000];

/** What the server begins with. */
export const USUAL_BITRATE = 64_000;

/** 0 is any number. */
export const USER_LIMIT = /^\d{1,2}$/;

/** With the one that is chosen, which somebody may have set by other means. */
export function bitrateChoices(chosen: number): number[] {
  const all = BITRATES.includes(chosen) ? BITRATES : [...BITRATES, chosen];
  return [...all].sort((a, b) => a - b);
}
