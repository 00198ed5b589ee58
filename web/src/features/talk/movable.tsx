import {
  type PointerEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { onKey } from "@/lib/keys";
import { cn } from "@/lib/utils";

export interface MovableProps {
  readonly label: string;
  /** A tap, a click or Enter. */
  readonly onPress: (() => void) | null;
  /** Plus and minus. */
  readonly onResize: (by: 1 | -1) => void;
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

/**
 * Fills its parent, the slot, which is placed in the page's main part. Can be dragged within the
 * main part, or moved by the arrow keys while focused, and stays there when a size changes.
 */
export function Movable({ label, onPress, onResize, className, children }: MovableProps) {
  const [offset, setOffset] = useState<Offset>({ x: 0, y: 0 });
  const element = useRef<HTMLFieldSetElement>(null);
  const drag = useRef<Drag | null>(null);

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
  useEffect(() => {
    const box = element.current;
    const room = box?.closest("main");
    if (!box || !room) return;
    const watch = new ResizeObserver(() => stayInside(box));
    watch.observe(box);
    watch.observe(room);
    return () => watch.disconnect();
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    drag.current = null;
    if (isOnButton(event.target)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const pointer = { x: event.clientX, y: event.clientY };
    drag.current = { from: offset, pointer, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const { currentTarget, clientX, clientY, buttons } = event;
    if (!drag.current || buttons === 0) return;
    const { from, pointer, moved } = drag.current;
    const [x, y] = [clientX - pointer.x, clientY - pointer.y];
    if (!moved && Math.hypot(x, y) < STILL_PX) return;
    drag.current = { from, pointer, moved: true };
    moveTo(currentTarget, { x: from.x + x, y: from.y + y });
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
      style={{ transform: `translate(${offset.x}px, ${offset.y}px)` }}
      onKeyDown={onKey((key, event) => {
        // The keys of a button within it are its own, and Ctrl with plus those of the browser.
        if (event.target !== event.currentTarget) return;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const by = ARROWS[key];
        const size = SIZES[key];
        if (key === "Enter" && !event.repeat) onPress?.();
        else if (size) onResize(size);
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
      onPointerCancel={() => {
        drag.current = null;
      }}
    >
      {children}
    </fieldset>
  );
}

function isOnButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button") !== null;
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
