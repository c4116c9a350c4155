/** What was measured of the server, as an administrator reads it: the lines are for the eye, the numbers for all. */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { FakeRequest } from "@/engine/testing/fake-ports.ts";
import { Stage } from "./testing/stage.tsx";

/** Without a canvas nothing is drawn here: what is handed over to be drawn is looked at. */
const drawn = vi.hoisted(() => ({ data: [] as (number | null)[][][] }));

vi.mock("uplot", () => ({
  default: class {
    constructor(_: object, data: (number | null)[][]) {
      drawn.data.push(data);
    }
    setSize() {}
    redraw() {}
    destroy() {}
  },
}));

const of = (name: string, values: (number | null)[]) => ({ name, mean: values, max: values });

const measured = {
  range: "hour",
  span_seconds: 60,
  at: [1_800_000_000, 1_800_000_060, 1_800_000_300],
  series: [of("sessions", [1, 2, 3]), of("delivery_p50", [null, 1.5, 2]), of("delivery_p99", [null, 9, 20])],
};

const me = { user: { id: "7" }, instance_role: "owner", settings: {} };

const open = async (answer: (request: FakeRequest) => { status: number; body: unknown }) => {
  const routes = {
    "GET /api/x/me": () => ({ status: 200, body: me }),
    "GET /api/x/admin/stats": answer,
  };
  return (await new Stage({ path: "/settings/statistics", routes }).open()).connect();
};

test("each plot says its newest number, and shows all of them as a table to whoever asks", async () => {
  const stage = await open(() => ({ status: 200, body: measured }));
  const figure = await screen.findByRole("figure", { name: "From a post to its last listener" });
  expect(figure).toHaveTextContent("99 % within: 20 ms");
  await stage.user.click(within(figure).getByText("The numbers as a table"));
  const table = await within(figure).findByRole("table", { name: "From a post to its last listener" });
  const rows = within(table).getAllByRole("row").slice(1);
  const cells = rows.map((row) =>
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  );
  expect(cells).toEqual([
    ["2 ms", "20 ms"],
    ["1.5 ms", "9 ms"],
    ["–", "–"],
  ]);
  // A gap where the server did not run.
  expect(drawn.data).toContainEqual([
    [1_800_000_000, 1_800_000_060, 1_800_000_120, 1_800_000_300],
    [1, 2, null, 3],
  ]);
});

test("another range is asked for", async () => {
  const asked: (string | null)[] = [];
  const stage = await open(({ query }) => {
    asked.push(query.get("range"));
    return { status: 200, body: measured };
  });
  await screen.findByRole("figure", { name: "Memory" });
  await stage.user.click(screen.getByRole("radio", { name: "30 days" }));
  await waitFor(() => expect(asked).toEqual(["hour", "month"]));
});

test("a server that has measured nothing yet says when it will have", async () => {
  await open(() => ({ status: 200, body: { ...measured, at: [], series: [] } }));
  expect(await screen.findByText("Nothing was measured yet")).toBeInTheDocument();
  expect(screen.getByText("The first sample comes within a minute.")).toBeInTheDocument();
});

test("what could not be loaded is asked for again", async () => {
  let fails = true;
  const stage = await open(() =>
    fails ? { status: 503, body: { code: 900_008, message: "x" } } : { status: 200, body: measured },
  );
  expect(await screen.findByText("The statistics could not be loaded")).toBeInTheDocument();
  fails = false;
  await stage.user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("figure", { name: "Memory" })).toBeInTheDocument();
});
