// Checks every state in every language in many windows: what overlaps, what moves, what is out of reach.
// SPDX-License-Identifier: MIT

export interface Window {
  readonly width: number;
  readonly height: number;
}

export interface Wanted {
  readonly url: string;
  readonly states: readonly string[];
  readonly locales: readonly string[];
  readonly windows: readonly Window[];
  /** The English name of a button to press first. */
  readonly press?: RegExp;
  /** What must be in sight without scrolling, as a selector. */
  readonly whole?: string;
}

/**
 * Runs in an empty page of the gallery's origin. The window is a frame, so that a state is rendered once and measured in
 * all sizes. Returns what is wrong, by state, language and size.
 */
export async function wrongInWindows({ url, states, locales, windows, press, whole }: Wanted) {
  const frame = document.createElement("iframe");
  frame.style.border = "0";
  // The browser lays a hidden frame out as any other, and does not paint it.
  frame.style.visibility = "hidden";
  document.body.style.margin = "0";
  document.body.append(frame);
  const drawn = () =>
    new Promise((resolve) => frame.contentWindow?.requestAnimationFrame(() => setTimeout(resolve)));
  const inside = () => {
    if (!frame.contentDocument) throw new Error("the frame has no document");
    return frame.contentDocument;
  };

  interface Part {
    readonly name: string;
    readonly element: Element;
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  const PARTS = [
    "button, a[href], input, select, textarea",
    "fieldset, [data-slot=badge], [data-slot=lights], [role=status] > p",
    "h1, h2, p, label",
  ].join();
  type Box = Pick<Part, "left" | "top" | "right" | "bottom">;
  const common = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const EVERYWHERE = { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };
  /** What an element and all around it leave visible, of the size that is measured now. */
  const frames = new Map<Element, Box>();
  const frameOf = (element: Element | null): Box => {
    if (!element) return EVERYWHERE;
    const known = frames.get(element);
    if (known) return known;
    const outer = frameOf(element.parentElement);
    const { overflowX, overflowY, position } = getComputedStyle(element);
    const isOpen = overflowX === "visible" && overflowY === "visible" && position !== "fixed";
    const frame = isOpen ? outer : common(outer, element.getBoundingClientRect());
    frames.set(element, frame);
    return frame;
  };
  /** The visible box: of texts the glyphs, without what a scrolling frame cuts off. */
  const seen = (element: Element): Part | null => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return null;
    const words = /^(H1|H2|P|LABEL)$/.test(element.tagName);
    const range = inside().createRange();
    range.selectNodeContents(element);
    const box = (words ? range : element).getBoundingClientRect();
    const { left, top, right, bottom } = common(box, frameOf(element));
    // Texts for screen readers only are this small.
    if (right - left < 3 || bottom - top < 3) return null;
    const name =
      element.getAttribute("aria-label") ?? element.textContent?.slice(0, 30) ?? element.tagName;
    return { name: `${element.tagName.toLowerCase()} ${name}`, element, left, top, right, bottom };
  };
  /** Elements that stick to the edge of a scrolling page cover the page. */
  const keepsTo = (element: Element): Element | null => {
    for (let outer: Element | null = element; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).position === "sticky") return outer;
    }
    return null;
  };
  const overlaps = (parts: readonly Part[]): string[] =>
    parts.flatMap((a, index) =>
      parts
        .slice(index + 1)
        .filter(
          (b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
        )
        .filter((b) => !a.element.contains(b.element) && !b.element.contains(a.element))
        // Text and a link in one sentence share its lines.
        .filter(
          (b) =>
            a.element.closest("p") === null || a.element.closest("p") !== b.element.closest("p"),
        )
        .filter((b) => keepsTo(a.element) === keepsTo(b.element))
        .map((b) => `"${a.name}" and "${b.name}" overlap`),
    );

  const wrong: Record<string, string[]> = {};
  /** The position of the controls in the first state of a kind; they must have it in all states. */
  const first = new Map<string, string>();
  frame.src = url;
  await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  for (const locale of locales) {
    for (const state of states) {
      if (press)
        frame.contentWindow?.location.replace(
          `${url}#state=components&theme=dark&locale=${locale}`,
        );
      const hash = new URLSearchParams({ state, theme: "dark", locale }).toString();
      frame.contentWindow?.location.replace(`${url}#${hash}`);
      while (!inside().querySelector(`[data-view="${state} dark ${locale}"]`)) await drawn();
      if (press) {
        const button = [...inside().querySelectorAll("button")].find((one) =>
          press.test(one.getAttribute("aria-label") ?? one.textContent ?? ""),
        );
        button?.click();
        await drawn();
      }
      for (const { width, height } of windows) {
        frame.width = `${width}`;
        frame.height = `${height}`;
        // Components that measure themselves render again, and texts that first had another font.
        await drawn();
        await inside().fonts.ready;
        await drawn();
        // Parts that slide in are measured where they end.
        for (const one of inside().getAnimations()) {
          if (one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) one.finish();
        }
        frames.clear();
        const parts = [...inside().querySelectorAll(PARTS)]
          .map(seen)
          .filter((part) => part !== null);
        // A sheet covers the picture by design.
        const sheet =
          getComputedStyle(inside().documentElement).getPropertyValue("--chat") === "sheet";
        const aside = sheet && inside().querySelector("aside");
        const found = overlaps(
          aside && press ? parts.filter(({ element }) => aside.contains(element)) : parts,
        );
        for (const one of whole ? inside().querySelectorAll(whole) : []) {
          const { top, bottom } = one.getBoundingClientRect();
          const frame = common(frameOf(one), { left: 0, top: 0, right: width, bottom: height });
          const cut = top < frame.top - 1 || bottom > frame.bottom + 1;
          if (cut && one.checkVisibility({ visibilityProperty: true })) {
            found.push(`"${one.getAttribute("aria-label") ?? one.textContent}" is cut off`);
          }
        }
        const { scrollWidth } = inside().documentElement;
        if (scrollWidth > width) found.push(`${scrollWidth} pixels wide`);
        const bar = [...inside().querySelectorAll("[role=toolbar] > *")];
        if (bar.length > 0) {
          if (inside().documentElement.scrollHeight > height) found.push("the page scrolls");
          for (const one of inside().querySelectorAll(
            "[role=toolbar] button, textarea, [type=submit]",
          )) {
            const { x, y, right, bottom } = one.getBoundingClientRect();
            const out =
              one.checkVisibility() && (x < 0 || y < 0 || right > width || bottom > height);
            if (out) found.push(`"${one.getAttribute("aria-label")}" is out of the window`);
          }
          // In a text conversation the messages have what the partner's actions leave.
          const stage = inside().querySelector(":not([data-layout=text]) > main");
          const stand = [...bar, ...(stage ? [stage] : [])]
            .map((one) => one.getBoundingClientRect())
            .map(({ x, y, width: wide, height: high }) =>
              [x, y, wide, high].map(Math.round).join(" "),
            )
            .join(", ");
          const kind = `${locale} ${width} ${bar.length}`;
          const stood = first.get(`${kind} ${height}`);
          first.set(`${kind} ${height}`, stood ?? stand);
          if (stood && stood !== stand) found.push(`the controls moved: ${stood} is now ${stand}`);
        }
        if (found.length > 0) wrong[`${state}, ${locale}, ${width}x${height}`] = found;
      }
    }
  }
  frame.remove();
  return wrong;
}
