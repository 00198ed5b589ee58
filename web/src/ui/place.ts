const GAP_PX = 8;
const EDGE_PX = 12;

export interface Placement {
  /** The side of the anchor. If the element does not fit there, the side with more room. */
  readonly side: "top" | "bottom";
  /** The edge of the anchor that the element is aligned to, in the direction of writing. */
  readonly align: "start" | "center" | "end";
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Places an element with a fixed position beside its anchor, within the window. */
export function place(element: HTMLElement, anchor: Box, { side, align }: Placement): void {
  const { style } = element;
  style.maxHeight = "";
  // Not the bounding box: an animation may scale the element at this moment.
  const { offsetWidth: width, offsetHeight: height } = element;
  const above = anchor.top - GAP_PX - EDGE_PX;
  const below = window.innerHeight - anchor.bottom - GAP_PX - EDGE_PX;
  const [wanted, other] = side === "top" ? [above, below] : [below, above];
  const isAbove = (side === "top") === (height <= wanted || wanted >= other);
  const room = Math.max(0, isAbove ? above : below);
  style.maxHeight = `${room}px`;
  style.top = isAbove
    ? `${anchor.top - GAP_PX - Math.min(height, room)}px`
    : `${anchor.bottom + GAP_PX}px`;
  const edge = Math.max(EDGE_PX, window.innerWidth - width - EDGE_PX);
  style.left = `${Math.min(edge, Math.max(EDGE_PX, leftOf(element, anchor, align)))}px`;
}

function leftOf(element: HTMLElement, anchor: Box, align: Placement["align"]): number {
  const width = element.offsetWidth;
  if (align === "center") return (anchor.left + anchor.right - width) / 2;
  const isRtl = getComputedStyle(element).direction === "rtl";
  return (align === "start") === isRtl ? anchor.right - width : anchor.left;
}
