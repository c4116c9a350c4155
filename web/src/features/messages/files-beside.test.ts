import { expect, test } from "vitest";
import { message } from "@/engine/testing/samples.ts";
import type { Attachment } from "@/engine/wire.ts";
import { filesBeside } from "./files-beside.ts";

const file = (url: string) => ({ url }) as Attachment;
const [chart, notes] = [file("http://chat.example/a.png"), file("http://chat.example/b.txt")];

function check(embeds: Record<string, unknown>[], beside: Attachment[]) {
  expect(filesBeside(message(1, { attachments: [chart, notes], embeds }))).toEqual(beside);
}

test("what an embed shows does not stand below it again", () => {
  check([], [chart, notes]);
  check([{ title: "t", image: { url: chart.url } }], [notes]);
  check([{ thumbnail: { url: notes.url } }, { image: { url: chart.url } }], []);
});

test("an embed of any shape hides nothing else", () => {
  check(
    [{ image: 7, thumbnail: null }, { image: { url: "http://else.example/a.png" } }, { image: {} }],
    [chart, notes],
  );
});
