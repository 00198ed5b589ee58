import {
  type PointerEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { onKey } from "@/lib/keys";
import { cn } from "@/lib/utils";

export interface MovableProps {
  readonly label: string;
  /** A tap, a click or Enter. */
  readonly onPress: (() => void) | null;
  /** The sizes it can have, from the smallest, as multiples of the present one. */
  readonly sizes: readonly number[];
  /** Plus and minus, two fingers, or a corner that is dragged. */
  readonly onSize: (index: number) => void;
  readonly className?: string;
  readonly children: ReactNode;
}

interface Offset {
  readonly x: number;
  readonly y: number;
}

interface Drag {
  readonly from: Offset;
  readonly pointer: Offset;
  /** It has left the place where it began, so it does not count as a tap. */
  readonly moved: boolean;
}

/** A resize that has not been released. */
interface Stretch {
  /** The distance of the two points that hold it when the resize began. */
  readonly span: number;
  readonly scale: number;
  /** The corner that stays, as `transform-origin` names it. */
  readonly origin: string;
}

const STEP_PX = 32;
const ARROWS: Readonly<Record<string, Offset>> = {
  ArrowLeft: { x: -STEP_PX, y: 0 },
  ArrowRight: { x: STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: -STEP_PX },
  ArrowDown: { x: 0, y: STEP_PX },
};
/** Plus is a shifted key on many keyboards: without Shift it counts as well. */
const SIZES: Readonly<Record<string, 1 | -1>> = { "+": 1, "=": 1, "-": -1 };

/** A finger that rests moves this far. */
const STILL_PX = 6;

/** Where a mouse resizes it. Both sides have them, whatever the direction of the text. */
const CORNERS = [
  "top-0 left-0 cursor-nwse-resize",
  "top-0 right-0 cursor-nesw-resize",
  "bottom-0 left-0 cursor-nesw-resize",
  "bottom-0 right-0 cursor-nwse-resize",
];

/** The pointer id of the corner across from the one that is dragged. Those of browsers are not negative. */
const ACROSS = -1;

const SETTLE = { duration: 160, easing: "cubic-bezier(0.22, 1, 0.36, 1)" };

/**
 * Fills its parent, the slot, which is placed in the page's main part. Can be dragged within the
 * main part, or moved by the arrow keys while focused, and stays there when a size changes.
 *
 * Two points that hold it resize it: two fingers, or the mouse at a corner and the corner across
 * from it. It follows them, and takes the nearest of its sizes when they let go.
 */
export function Movable({ label, onPress, sizes, onSize, className, children }: MovableProps) {
  const [offset, setOffset] = useState<Offset>({ x: 0, y: 0 });
  const [stretched, setStretched] = useState<Stretch | null>(null);
  const element = useRef<HTMLFieldSetElement>(null);
  const drag = useRef<Drag | null>(null);
  const stretch = useRef<Stretch | null>(null);
  /** The points that hold it, by pointer id. */
  const points = useRef(new Map<number, Offset>());

  const moveTo = (box: Element, wanted: Offset) => {
    const slot = box.parentElement;
    const room = slot?.closest("main");
    // Where a window has no room for it, it keeps its offset.
    if (!slot?.offsetWidth || !room) return;
    // Not the bounding boxes: a transition may scale the slot at this moment.
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = slot;
    const x = between(wanted.x, -left, room.clientWidth - width - left);
    const y = between(wanted.y, -top, room.clientHeight - height - top);
    if (x !== offset.x || y !== offset.y) setOffset({ x, y });
  };
  const stayInside = useEffectEvent((box: Element) => moveTo(box, offset));
  const beginStretch = (box: Element, room: Element) => {
    const origin = cornerOf(box.getBoundingClientRect(), room.getBoundingClientRect());
    stretch.current = { span: spanOf(points.current), scale: 1, origin };
    // It no longer counts as a tap.
    if (drag.current) drag.current = { ...drag.current, moved: true };
  };
  // The picture is small: the second finger counts wherever it is, and does nothing else there.
  const onFurtherFinger = useEffectEvent(
    (event: globalThis.PointerEvent, box: Element, room: Element) => {
      if (event.isPrimary || points.current.size === 0) return;
      event.stopPropagation();
      if (points.current.size > 1) return;
      box.setPointerCapture(event.pointerId);
      points.current.set(event.pointerId, pointOf(event));
      beginStretch(box, room);
    },
  );
  useEffect(() => {
    const box = element.current;
    const room = box?.closest("main");
    if (!box || !room) return;
    const watch = new ResizeObserver(() => stayInside(box));
    watch.observe(box);
    watch.observe(room);
    const onDown = (event: globalThis.PointerEvent) => onFurtherFinger(event, box, room);
    room.addEventListener("pointerdown", onDown, { capture: true });
    return () => {
      watch.disconnect();
      room.removeEventListener("pointerdown", onDown, { capture: true });
    };
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    const { currentTarget: box, target, pointerId } = event;
    points.current.clear();
    stretch.current = null;
    drag.current = null;
    if (isOnButton(target)) return;
    const pointer = pointOf(event);
    points.current.set(pointerId, pointer);
    drag.current = { from: offset, pointer, moved: false };
    const corner = target instanceof Element && target.closest("[data-corner]");
    // The element that captures the pointer determines its cursor.
    (corner || box).setPointerCapture(pointerId);
    const room = box.closest("main");
    if (!corner || !room) return;
    const { left, right, top, bottom } = box.getBoundingClientRect();
    points.current.set(ACROSS, { x: left + right - pointer.x, y: top + bottom - pointer.y });
    beginStretch(box, room);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons === 0 || !points.current.has(event.pointerId)) return;
    const now = pointOf(event);
    points.current.set(event.pointerId, now);
    if (stretch.current) {
      const { span, origin } = stretch.current;
      const scale = between(spanOf(points.current) / span, Math.min(...sizes), Math.max(...sizes));
      stretch.current = { span, scale, origin };
      setStretched(stretch.current);
    } else if (drag.current) {
      const { from, pointer, moved } = drag.current;
      const [x, y] = [now.x - pointer.x, now.y - pointer.y];
      if (!moved && Math.hypot(x, y) < STILL_PX) return;
      drag.current = { from, pointer, moved: true };
      moveTo(event.currentTarget, { x: from.x + x, y: from.y + y });
    }
  };
  const onRelease = ({ currentTarget: box, pointerId }: PointerEvent) => {
    if (!points.current.delete(pointerId) || !stretch.current) return;
    const { scale } = stretch.current;
    // The other finger holds nothing until it is lifted.
    points.current.clear();
    stretch.current = null;
    const drawn = box.getBoundingClientRect();
    flushSync(() => {
      setStretched(null);
      onSize(nearest(sizes, scale));
    });
    settleFrom(box, drawn);
  };

  return (
    <fieldset
      ref={element}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it can be moved by the arrow keys.
      tabIndex={0}
      className={cn(
        "group relative size-full cursor-grab touch-none rounded-2xl active:cursor-grabbing",
        className,
      )}
      style={{
        translate: `${offset.x}px ${offset.y}px`,
        ...(stretched && { scale: stretched.scale, transformOrigin: stretched.origin }),
      }}
      onKeyDown={onKey((key, event) => {
        // The keys of a button within it are its own, and Ctrl with plus those of the browser.
        if (event.target !== event.currentTarget) return;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const by = ARROWS[key];
        const size = SIZES[key];
        if (key === "Enter" && !event.repeat) onPress?.();
        else if (size) onSize(between(sizes.indexOf(1) + size, 0, sizes.length - 1));
        else if (by) moveTo(event.currentTarget, { x: offset.x + by.x, y: offset.y + by.y });
        else return;
        event.preventDefault();
      })}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onClick={({ target }) => {
        // Browsers send a click after a drag, too.
        const dragged = drag.current?.moved === true;
        drag.current = null;
        if (!dragged && !isOnButton(target)) onPress?.();
      }}
      onPointerUp={onRelease}
      onPointerCancel={(event) => {
        onRelease(event);
        drag.current = null;
      }}
    >
      {children}
      {CORNERS.map((corner) => (
        <span
          key={corner}
          data-corner=""
          aria-hidden="true"
          className={cn("absolute size-4 pointer-coarse:hidden", corner)}
        />
      ))}
    </fieldset>
  );
}

function isOnButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button") !== null;
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

function pointOf({ clientX, clientY }: { clientX: number; clientY: number }): Offset {
  return { x: clientX, y: clientY };
}

/** The distance of the two points. */
function spanOf(points: ReadonlyMap<number, Offset>): number {
  const [a, b] = [...points.values()];
  return a && b ? Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) : 1;
}

/** The corner of the box that is nearest to one of the room's: the box grows away from it. */
function cornerOf(box: DOMRect, room: DOMRect): string {
  const x = box.left + box.right < room.left + room.right ? "left" : "right";
  const y = box.top + box.bottom < room.top + room.bottom ? "top" : "bottom";
  return `${x} ${y}`;
}

function nearest(sizes: readonly number[], scale: number): number {
  const distances = sizes.map((size) => Math.abs(Math.log(size / scale)));
  return distances.indexOf(Math.min(...distances));
}

/** Moves a box from where it was drawn to where it is now. */
function settleFrom(box: Element, drawn: DOMRect): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const { x, y, width } = box.getBoundingClientRect();
  const transform = `translate(${drawn.x - x}px, ${drawn.y - y}px) scale(${drawn.width / width})`;
  box.animate({ transform: [transform, "none"], transformOrigin: ["0 0", "0 0"] }, SETTLE);
}
