import type { Key, ReactNode } from "react";
import { jsx } from "react/jsx-runtime";

// Page translators (Google's, and those built into browsers) replace every text node of the page by
// a <font> element. React keeps a reference to a text node that has siblings. If it removes that
// node, or inserts something before it, it throws; if it changes the node, nothing happens. An
// element's only text is safe, because React writes it through the element. So a text beside other
// children gets an element of its own here, when the JSX is evaluated. `contents` gives that
// element no box, so the layout stays the same.

/** Changes the props so that React holds no text node that a translator may remove. */
export function heldProps(type: unknown, props: object): object {
  if (!("children" in props)) return props;
  const children = props.children as ReactNode;
  // The only child of a fragment, or of an element that acts like one, may still have siblings.
  const beside = Array.isArray(children) || typeof type === "symbol";
  return beside && holdsText(children) ? { ...props, children: held(children, "text") } : props;
}

function isText(child: unknown): child is string | number | bigint {
  return (
    (typeof child === "string" && child !== "") ||
    typeof child === "number" ||
    typeof child === "bigint"
  );
}

function holdsText(child: unknown): boolean {
  return Array.isArray(child) ? child.some(holdsText) : isText(child);
}

function held(child: ReactNode, key: Key): ReactNode {
  if (Array.isArray(child)) return child.map((one, index) => held(one, `text ${index}`));
  return isText(child) ? jsx("span", { className: "contents", children: `${child}` }, key) : child;
}
