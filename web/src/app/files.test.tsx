/** Files: picked, dropped, pasted, sent, and shown. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ada, EVERYONE_MAY, message, role } from "@/engine/testing/samples.ts";
import type { Attachment } from "@/engine/wire.ts";
import { attachmentKind, boxOf } from "@/features/messages/attachment-kind.ts";
import { type Routes, Stage } from "./testing/stage.tsx";

const ATTACH_FILES = 1n << 15n;
const composer = () => screen.getByRole("textbox", { name: "Message #general" });
const chosen = () => screen.queryByRole("list", { name: "Files that go with the message" });
const file = (name: string, type = "image/png") => new File(["pixels"], name, { type });

async function ready(stored = [message(1)], routes: Routes = {}, may = ATTACH_FILES): Promise<Stage> {
  URL.createObjectURL = vi.fn(() => "blob:preview");
  URL.revokeObjectURL = vi.fn();
  const permissions = String(BigInt(EVERYONE_MAY) | may);
  const guild = { roles: [role("1", { name: "@everyone", permissions })] };
  return (await new Stage({ stored, routes, guild }).open()).connect();
}

async function picks(stage: Stage, ...files: File[]): Promise<void> {
  const input = document.querySelector<HTMLInputElement>("input[data-files]");
  await stage.user.upload(input as HTMLInputElement, files);
  await screen.findByRole("list", { name: "Files that go with the message" });
}

function attachment(part: Partial<Attachment>): Attachment {
  return {
    id: "1",
    filename: "cat.png",
    size: 84_000,
    url: "http://confab.test/attachments/10/1/cat.png?ex=fffffffff&hm=1",
    proxy_url: "http://confab.test/attachments/10/1/cat.png?ex=fffffffff&hm=1",
    content_type: "image/png",
    description: null,
    width: 800,
    height: 400,
    ...part,
  };
}

test("files are picked, dropped and pasted, taken away, hidden, and sent with the text", async () => {
  const stage = await ready();
  await picks(stage, file("a.png"), file("b.txt", "text/plain"));
  await stage.act(() => fireEvent.paste(composer(), { clipboardData: { files: [file("c.png")] } }));
  const zone = screen.getByRole("log");
  const dataTransfer = { types: ["Files"], files: [file("d.png")] };
  await stage.act(() => fireEvent.dragOver(zone, { dataTransfer }));
  expect(screen.getByText("Drop it to attach it in #general")).toBeInTheDocument();
  await stage.act(() => fireEvent.drop(zone, { dataTransfer }));
  expect(screen.queryByText("Drop it to attach it in #general")).toBeNull();
  expect(within(chosen() as HTMLElement).getAllByRole("listitem")).toHaveLength(4);
  await stage.user.click(screen.getByRole("button", { name: "Remove b.txt" }));
  expect(screen.getByRole("button", { name: "Remove c.png" })).toHaveFocus();
  await stage.user.click(screen.getByRole("button", { name: "Describe a.png" }));
  await stage.user.type(await screen.findByRole("textbox", { name: "What a.png shows" }), "a cat");
  await stage.user.click(screen.getByRole("button", { name: "Save changes" }));
  await stage.user.click(screen.getByRole("button", { name: "Hide c.png until it is asked for" }));
  await stage.user.type(composer(), "look{Enter}");
  await waitFor(() =>
    expect(stage.requests.some(({ body }) => (body as { files?: unknown })?.files)).toBe(true),
  );
  const sent = stage.requests.find(({ body }) => (body as { files?: unknown })?.files);
  expect(sent?.body).toMatchObject({
    content: "look",
    attachments: [
      { id: 0, filename: "a.png", description: "a cat" },
      { id: 1, filename: "SPOILER_c.png" },
      { id: 2, filename: "d.png" },
    ],
  });
  expect(chosen()).toBeNull();
});

test("while they are on their way one sees how far, and can cancel; without text they go too", async () => {
  const stage = await ready();
  stage.ports.heldUploads = [];
  await picks(stage, file("a.png"));
  await stage.user.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByRole("progressbar", { name: "Upload" })).toHaveValue(0.5);
  await stage.user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByText("a.png")).toBeNull());
  expect(composer()).toHaveFocus();
});

test("what was refused goes back into the composer with its files", async () => {
  const refuse = () => ({ status: 413, body: { code: 40_005, message: "Request entity too large" } });
  const stage = await ready([], { "POST /api/v10/channels/10/messages": refuse });
  await picks(stage, file("a.png"));
  await stage.user.type(composer(), "look{Enter}");
  await screen.findByText(/Request entity too large/);
  await stage.user.click(screen.getByRole("button", { name: "Edit" }));
  expect(composer()).toHaveValue("look");
  expect(within(chosen() as HTMLElement).getByText("a.png")).toBeInTheDocument();
});

test("more than ten are too many", async () => {
  const stage = await ready();
  await picks(stage, ...Array.from({ length: 12 }, (_, n) => file(`${n}.png`)));
  expect(within(chosen() as HTMLElement).getAllByRole("listitem")).toHaveLength(10);
  expect(await screen.findByText("A message takes at most 10 files.")).toBeInTheDocument();
});

test("whoever may not attach is not offered it", async () => {
  const stage = await ready([message(1)], {}, 0n);
  expect(screen.queryByRole("button", { name: "Attach files" })).toBeNull();
  await stage.act(() => fireEvent.paste(composer(), { clipboardData: { files: [file("c.png")] } }));
  expect(chosen()).toBeNull();
});

test("pictures have their room before they come, and a viewer with the arrows, zoom and the original", async () => {
  const two = [
    attachment({}),
    attachment({ id: "2", filename: "dog.png", url: "http://confab.test/attachments/10/2/dog.png" }),
  ];
  const stage = await ready([message(1, { attachments: two })]);
  const first = screen.getByRole("button", { name: "Show cat.png large" });
  expect(within(screen.getByRole("list", { name: "Pictures" })).getAllByRole("listitem")).toHaveLength(2);
  await stage.user.click(first);
  const viewer = await screen.findByRole("dialog", { name: "cat.png" });
  await stage.user.keyboard("{ArrowRight}");
  expect(await screen.findByRole("dialog", { name: "dog.png" })).toBeInTheDocument();
  expect(viewer).toHaveTextContent("2 of 2");
  await stage.user.keyboard("{ArrowRight}+");
  expect(within(viewer).getAllByRole("button", { name: "Smaller" })).toHaveLength(2);
  await stage.user.keyboard("-{ArrowLeft}");
  expect(within(viewer).getByRole("link", { name: "Open the original" })).toHaveAttribute(
    "href",
    "/attachments/10/1/cat.png?ex=fffffffff&hm=1",
  );
  await stage.user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  await waitFor(() => expect(first).toHaveFocus());
});

test("other files are downloaded, sound and film are played, what is hidden shows when it is asked for", async () => {
  const stage = await ready([
    message(1, {
      author: ada,
      content: "",
      attachments: [
        attachment({
          id: "1",
          filename: "fanout.html",
          content_type: "text/html",
          width: null,
          height: null,
        }),
        attachment({ id: "2", filename: "song.mp3", content_type: "audio/mpeg" }),
        attachment({ id: "3", filename: "film.mp4", content_type: "video/mp4" }),
        attachment({ id: "4", filename: "SPOILER_end.png" }),
      ],
    }),
  ]);
  const link = screen.getByRole("link", { name: /fanout.html/ });
  expect(link).toHaveAttribute("download", "fanout.html");
  expect(link).toHaveTextContent("84 kB · text/html");
  expect(document.querySelector("audio")).toHaveAttribute("aria-label", "song.mp3");
  expect(document.querySelector("video")).toHaveAttribute("aria-label", "film.mp4");
  expect(screen.queryByRole("button", { name: "Show end.png large" })).toBeNull();
  await stage.user.click(screen.getByRole("button", { name: "Hidden. Show it" }));
  expect(screen.getByRole("button", { name: "Show end.png large" })).toBeInTheDocument();
});

test("one picture has its room before it comes, the smaller one is shown, and it says what it shows", async () => {
  await ready([
    message(1, { attachments: [attachment({ width: 4_000, height: 2_000, description: "a cat" })] }),
  ]);
  const picture = screen.getByRole("button", { name: "Show cat.png large: a cat" });
  expect(picture).toHaveStyle({ width: "400px" });
  expect(picture.querySelector("img")).toHaveAttribute(
    "src",
    "/attachments/10/1/cat.png?ex=fffffffff&hm=1&size=800",
  );
});

test("an address that wore out, or that brings nothing, is asked for again, once", async () => {
  const worn = message(1, {
    attachments: [attachment({ url: "http://confab.test/attachments/10/1/cat.png?ex=1" })],
  });
  const path = `GET /api/v10/channels/10/messages/${worn.id}`;
  const fresh = { ...worn, attachments: [attachment({})] };
  const stage = await ready([worn], { [path]: () => ({ status: 200, body: fresh }) });
  const asked = () =>
    stage.requests.filter(
      ({ method, path }) => `${method} ${path}` === `GET ${path}` && path.endsWith(worn.id),
    );
  const picture = await screen.findByRole("button", { name: "Show cat.png large" });
  const img = picture.querySelector("img") as HTMLImageElement;
  await waitFor(() => expect(img).toHaveAttribute("src", "/attachments/10/1/cat.png?ex=fffffffff&hm=1"));
  expect(asked()).toHaveLength(1);
  await stage.act(() => fireEvent.error(img));
  await stage.act(() => fireEvent.error(img));
  expect(asked()).toHaveLength(2);
});

test("what is no file of this server is neither shown nor fetched", async () => {
  await ready([
    message(1, {
      attachments: [
        attachment({ url: "javascript:alert(1)" }),
        attachment({ id: "2", filename: "a.mp4", content_type: "video/mp4", url: "https://evil.test/a.mp4" }),
      ],
    }),
  ]);
  const list = screen.getByRole("list", { name: "Files" });
  expect(within(list).getAllByText("Download")).toHaveLength(2);
  expect(list.querySelector("img, video, [href]")).toBeNull();
});

test("only what browsers show safely is shown, and never larger than its box", () => {
  const kind = (content_type: string | null, width: number | null = 10) =>
    attachmentKind(attachment({ content_type, width, height: width }));
  expect([kind("image/png"), kind("IMAGE/JPEG; x=y"), kind("video/webm"), kind("audio/ogg")]).toEqual([
    "image",
    "image",
    "video",
    "audio",
  ]);
  expect([kind("image/svg+xml"), kind("text/html"), kind(null), kind("image/png", null)]).toEqual(
    Array(4).fill("file"),
  );
  expect(boxOf(attachment({ width: 8_000, height: 100 }))).toEqual({ width: 400, height: 32 });
  expect(boxOf(attachment({ width: 100, height: 6_000 }))).toEqual({ width: 32, height: 300 });
});

test("a laptop that opens a day later asks before it sends what it had, once", async () => {
  const stage = new Stage({ stored: [] });
  const entry = { nonce: "x", channelId: "10", content: "from yesterday", order: 1, refusal: null };
  const writtenAtMs = stage.ports.clock.now() - 86_400_000;
  stage.ports.shelf.set(`confab.outbox.${ada.id}.x`, JSON.stringify({ ...entry, writtenAtMs }));
  await (await stage.open()).connect();
  const posts = () =>
    stage.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/messages"));
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "One message that you wrote more than an hour ago",
  );
  expect(screen.getByText("from yesterday").closest("article")).toHaveTextContent("and never sent.");
  expect(posts()).toEqual([]);
  await stage.user.click(within(screen.getByRole("alert")).getByRole("button", { name: "Send now" }));
  await waitFor(() => expect(posts()).toHaveLength(1));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("whoever listens hears how many files came, with the words beside them", async () => {
  const stage = await ready([message(1)]);
  const files = [attachment({}), attachment({ id: "2" })];
  await stage.dispatch("MESSAGE_CREATE", { ...message(3, { content: "", attachments: files }), x_seq: 3 });
  expect(screen.getByText("bob: 2 files")).toHaveAttribute("aria-live", "polite");
  const [one] = files;
  await stage.dispatch("MESSAGE_CREATE", {
    ...message(4, { content: "look", attachments: one ? [one] : [] }),
    x_seq: 4,
  });
  expect(screen.getByText("bob: look, 1 file")).toBeInTheDocument();
});
