/** A sentence whose values are put in here, since some of them stand bold: `<b>{{name}}</b> joined.` */
import { Fragment } from "react";

/** A value, with or without the marks around it. */
const VALUE = /<b>\{\{(\w+)\}\}<\/b>|\{\{(\w+)\}\}/;

interface SentenceProps {
  /** As it is kept, values not put in: nothing in a value is taken for a mark. */
  text: string;
  values: Readonly<Record<string, string>>;
}

export function Sentence({ text, values }: SentenceProps) {
  // What lies between values, then the name of a bold one, then that of a plain one, and so on.
  const parts = text.split(VALUE);
  return parts.map((part, at) => {
    const key = `${at} ${part}`;
    if (part === undefined) return null;
    if (at % 3 === 0) return <Fragment key={key}>{part}</Fragment>;
    if (at % 3 === 2) return <Fragment key={key}>{values[part]}</Fragment>;
    return (
      <b key={key} className="font-semibold text-ink-2">
        {values[part]}
      </b>
    );
  });
}
