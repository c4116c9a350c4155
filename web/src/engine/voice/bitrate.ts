/** What a line may send at most: the sender itself keeps to it, at once and without a negotiation. */
import type { TransceiverLike } from "./media.ts";

export async function limitBitrate({ sender }: TransceiverLike, bitrate: number): Promise<void> {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings ?? []) encoding.maxBitrate = bitrate;
  // A line that is gone meanwhile sends nothing anyway.
  await sender.setParameters(parameters).catch(() => undefined);
}
