/** A parsed text as elements: its blocks. */
import type { ReactNode } from "react";
import type { Block, List } from "@/engine/markdown/tree.ts";
import { CodeBlock } from "./code-block.tsx";
import { Inlines, inOrder, type TextScope } from "./inlines.tsx";

const LIST_LOOK = "my-0.5 grid gap-0.5 pl-6";
const HEADING_LOOK = { 1: "text-2xl", 2: "text-xl", 3: "text-lg" };

interface BlocksProps {
  blocks: readonly Block[];
  scope: TextScope;
  /** After the last word. */
  note?: ReactNode;
}

export function Blocks({ blocks, scope, note }: BlocksProps) {
  const last = blocks.at(-1);
  if (!note || last?.kind !== "paragraph") {
    return (
      <>
        {inOrder(blocks, (block) => renderBlock(block, scope))}
        {note}
      </>
    );
  }
  return (
    <>
      {inOrder(blocks.slice(0, -1), (block) => renderBlock(block, scope))}
      <div>
        <Inlines parts={last.children} scope={scope} /> {note}
      </div>
    </>
  );
}

function renderBlock(block: Block, scope: TextScope): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return (
        <div className="min-h-[1lh]">
          <Inlines parts={block.children} scope={scope} />
        </div>
      );
    case "heading":
      return (
        <div className={`mt-1 font-bold leading-snug ${HEADING_LOOK[block.level]}`}>
          <Inlines parts={block.children} scope={scope} />
        </div>
      );
    case "subtext":
      return (
        <div className="text-small text-ink-3">
          <Inlines parts={block.children} scope={scope} />
        </div>
      );
    case "quote":
      return (
        <blockquote className="my-0.5 border-l-4 border-line pl-3">
          <Blocks blocks={block.children} scope={scope} />
        </blockquote>
      );
    case "code":
      return <CodeBlock language={block.language} text={block.text} />;
    case "list":
      return renderList(block, scope);
    default:
      return block satisfies never;
  }
}

function renderList({ start, items }: List, scope: TextScope): ReactNode {
  const rows = inOrder(items, ({ children, lists }) => (
    <li>
      <Inlines parts={children} scope={scope} />
      <Blocks blocks={lists} scope={scope} />
    </li>
  ));
  return start === null ? (
    <ul className={`${LIST_LOOK} list-disc`}>{rows}</ul>
  ) : (
    <ol start={start} className={`${LIST_LOOK} list-decimal`}>
      {rows}
    </ol>
  );
}
