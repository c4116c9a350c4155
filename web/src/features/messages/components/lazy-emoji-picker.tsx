/** The emojis, in a place of their size while their code and data come. */
import { onDemand } from "@/binding/on-demand.tsx";

const EmojiPicker = onDemand(async () => (await import("./emoji-picker.tsx")).EmojiPicker);

export function LazyEmojiPicker(props: { onPick(glyph: string, isMore: boolean): void }) {
  return (
    <div className="relative h-96 w-[21rem] max-w-full">
      <EmojiPicker {...props} />
    </div>
  );
}
