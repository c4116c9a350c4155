import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Sentence } from "./sentence.tsx";

test("values are put in, bold where the sentence says so, and are never taken for marks", () => {
  const values = { a: "<b>{{title}}</b>", title: "a & b" };
  const text = "<b>{{a}}</b> started {{title}}, and <b>{{a}}</b> went.";
  const { container } = render(<Sentence text={text} values={values} />);
  expect(container.textContent).toBe("<b>{{title}}</b> started a & b, and <b>{{title}}</b> went.");
  expect([...container.querySelectorAll("b")].map((b) => b.textContent)).toEqual([values.a, values.a]);
});

test("a sentence without values is itself", () => {
  const { container } = render(<Sentence text="Nothing." values={{}} />);
  expect(container.innerHTML).toBe("Nothing.");
});
