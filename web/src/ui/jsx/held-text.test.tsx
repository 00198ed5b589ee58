import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.spyOn(console, "error");
});
afterEach(cleanup);

/** Changes the text nodes as a page translator does. */
function translate(root: Element): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Node[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const font = document.createElement("font");
    font.textContent = text.textContent;
    text.parentNode?.replaceChild(font, text);
  }
}

interface Props {
  readonly name: string;
  readonly note: string | null;
}

const Words = ({ name, note }: Props) => (
  <>
    {note}
    {name}
  </>
);
const Passing = ({ children }: { readonly children: React.ReactNode }) => <b>{children}</b>;

const ELEMENTS: readonly [string, (props: Props) => React.ReactNode][] = [
  [
    "beside an element that comes and goes",
    ({ name, note }) => (
      <p>
        {note && <i>{note}</i>}
        {name}
      </p>
    ),
  ],
  [
    "that comes and goes",
    ({ name, note }) => (
      <p>
        <i>{name}</i>
        {note}
      </p>
    ),
  ],
  [
    "between words",
    ({ name, note }) => (
      <p>
        Hello {name}, {note} {7}
      </p>
    ),
  ],
  [
    "of a component without an element",
    (props) => (
      <p>
        <Words {...props} />
        <i />
      </p>
    ),
  ],
  ["in a list", ({ name, note }) => <p>{[name, note].map((text) => text)}</p>],
  [
    "of a component that passes it on",
    ({ name, note }) => (
      <Passing>
        <i /> {name} {note}
      </Passing>
    ),
  ],
  [
    "that is alone",
    ({ name, note }) => (
      <p>
        <i>{note}</i>
        <i>{name}</i>
      </p>
    ),
  ],
  [
    "that turns into an element",
    ({ name, note }) => (
      <p>
        {note ?? <i>{name}</i>}
        {name}
      </p>
    ),
  ],
];

it.each(ELEMENTS)("a text %s can be translated, changed and removed", (_, Element) => {
  const steps: readonly Props[] = [
    { name: "Ada", note: null },
    { name: "Ada", note: "typing" },
    { name: "Grace", note: "typing" },
    { name: "Grace", note: null },
    { name: "Grace", note: "left" },
  ];
  const translated = render(<Element {...(steps[0] as Props)} />);
  for (const props of steps) {
    translated.rerender(<Element {...props} />);
    const plain = render(<Element {...props} />);
    expect(translated.container.textContent).toBe(plain.container.textContent);
    plain.unmount();
    translate(translated.container);
  }
  translated.unmount();
  expect(console.error).not.toHaveBeenCalled();
});
