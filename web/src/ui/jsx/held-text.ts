import type { Key, ReactNode } from "react";
import { jsx } from "react/jsx-runtime";

// What a page translator does (Google's, and those built into browsers): it takes every text node out of the page and puts
// a <font> element in its place. React keeps a reference to a text node that has siblings, and throws when it is to remove
// that, or to put something before it; when it is to change it, nothing happens. The only text of an element is safe: React
// writes that through the element. So a text beside other children gets an element of its own here, when the JSX is
// evaluated. `contents` gives that element no box: the page looks as if it were not there.

/** The props with which React holds no text node that a translator may take away. */
export function heldProps(type: unknown, props: object): object {
  if (!("children" in props)) return props;
  const children = props.children as ReactNode;
  // The only child of a fragment, or of what is one in effect, may have siblings all the same.
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
