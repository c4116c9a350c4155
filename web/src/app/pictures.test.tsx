/** Pictures of people and guilds: picked, cut, kept, shown wherever initials stand without them. */
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ada, bob, member, message } from "@/engine/testing/samples.ts";
import { Stage } from "./testing/stage.tsx";

const drawn: unknown[][] = [];

beforeEach(() => {
  drawn.length = 0;
  vi.stubGlobal("createImageBitmap", async (file: File) => {
    if (!file.type.startsWith("image/")) throw new Error("no picture");
    return { width: 1_600, height: 900, close: () => undefined };
  });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({
    drawImage: (_image: unknown, ...box: unknown[]) => drawn.push(box),
  } as never);
  // At 512 pixels it is more than fits into a request.
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockImplementation(function (this: HTMLCanvasElement) {
    return `data:image/png;base64,${"x".repeat(this.width === 512 ? 800_000 : 4)}`;
  });
});
afterEach(() => vi.unstubAllGlobals());

const pick = (stage: Stage, file: File) =>
  stage.user.upload(document.querySelector("input[data-picture]") as HTMLInputElement, [file]);
const shown = () => [...document.querySelectorAll("img")].map((img) => img.getAttribute("src"));

test("one's own picture is cut to a small square, kept, shown, and taken away", async () => {
  const bodies: unknown[] = [];
  const stage = new Stage({
    path: "/settings/profile",
    routes: {
      "PATCH /api/v10/users/@me": ({ body }) => {
        bodies.push(body);
        return { status: 200, body: { ...ada, avatar: (body as { avatar: string | null }).avatar && "a1" } };
      },
    },
  });
  await (await stage.open()).connect();
  await pick(stage, new File(["x"], "me.png", { type: "image/png" }));
  await waitFor(() => expect(shown()).toContain(`/avatars/${ada.id}/a1.png?size=128`));
  expect(bodies).toEqual([{ avatar: "data:image/png;base64,xxxx" }]);
  expect(drawn.map((box) => box.slice(0, 4))).toEqual(Array(2).fill([350, 0, 900, 900]));
  expect(drawn.map((box) => box.slice(6))).toEqual([
    [512, 512],
    [256, 256],
  ]);
  await stage.user.click(screen.getByRole("button", { name: "Take it away" }));
  await waitFor(() => expect(bodies.at(-1)).toEqual({ avatar: null }));
});

test("what is no picture is said to be none, and nothing is sent", async () => {
  const stage = new Stage({ path: "/settings/profile" });
  await (await stage.open()).connect();
  const input = document.querySelector("input[data-picture]") as HTMLInputElement;
  const file = new File(["x"], "me.txt", { type: "text/plain" });
  await stage.act(() => fireEvent.change(input, { target: { files: [file] } }));
  expect(await screen.findByText("This is no picture that can be read.")).toBeInTheDocument();
  expect(stage.requests.some(({ method }) => method === "PATCH")).toBe(false);
});

test("a guild's icon is kept by those who manage it, and stands in the rail", async () => {
  const stage = new Stage({
    path: "/guilds/1/overview",
    guild: { owner_id: ada.id },
    routes: { "PATCH /api/v10/guilds/1": () => ({ status: 200, body: {} }) },
  });
  await (await stage.open()).connect();
  await pick(stage, new File(["x"], "icon.png", { type: "image/png" }));
  await waitFor(() =>
    expect(stage.requests.find(({ method }) => method === "PATCH")?.body).toEqual({
      icon: "data:image/png;base64,xxxx",
    }),
  );
  await stage.dispatch("GUILD_UPDATE", { ...stage.guild, icon: "i1" });
  await waitFor(() => expect(shown()).toContain("/icons/1/i1.png?size=128"));
});

test("whoever has a picture is shown with it, and by initials when it does not come", async () => {
  const pictured = { ...bob, avatar: "b1" };
  const stage = new Stage({
    guild: { members: [member(ada), member(pictured)], icon: "i1" },
    stored: [message(1)],
  });
  await (await stage.open()).connect();
  const path = `/avatars/${bob.id}/b1.png?size=128`;
  await waitFor(() => expect(shown().filter((src) => src === path)).toHaveLength(2));
  expect(shown()).toContain("/icons/1/i1.png?size=128");
  const picture = screen.getByRole("article", { name: /bob/ }).querySelector("img") as HTMLImageElement;
  await stage.act(() => fireEvent.error(picture));
  expect(shown().filter((src) => src === path)).toHaveLength(1);
  expect(screen.getByRole("article", { name: /bob/ })).toHaveTextContent("BO");
});
