/** Code in colours: what the library finds, as elements. A chunk of its own. */
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import markdown from "highlight.js/lib/languages/markdown";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import { Fragment, type ReactNode, useMemo } from "react";

/** Beyond it the colours are not worth the time. */
const HIGHLIGHTED_MAX = 10_000;

type Root = ReturnType<ReturnType<typeof createLowlight>["highlight"]>;
type Node = Root["children"][number];

const lowlight = createLowlight({
  ...{ bash, c, cpp, csharp, css, diff, go, ini, java, javascript, json, kotlin, lua, markdown, php },
  ...{ python, ruby, rust, sql, swift, typescript, xml, yaml },
});

export function HighlightedCode({ language, text }: { language: string; text: string }) {
  const nodes = useMemo(() => highlight(language, text), [language, text]);
  return nodes ? renderNodes(nodes) : text;
}

/** Null where it stays plain. */
function highlight(language: string, text: string): readonly Node[] | null {
  if (text.length > HIGHLIGHTED_MAX || !lowlight.registered(language)) return null;
  return lowlight.highlight(language, text).children;
}

function renderNodes(nodes: readonly Node[]): ReactNode {
  return nodes.map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <Fragment key={index}>{renderNode(node)}</Fragment>
  ));
}

/** Nothing but text and spans with the library's class names. */
function renderNode(node: Node): ReactNode {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return null;
  const names = node.properties.className;
  return (
    <span className={Array.isArray(names) ? names.join(" ") : ""}>
      {renderNodes(node.children as Node[])}
    </span>
  );
}
