import { type PointerEvent, type ReactNode, useRef, useState } from "react";
import { onKey } from "@/lib/keys";
import { cn } from "@/lib/utils";

export interface MovableProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

interface Offset {
  readonly x: number;
  readonly y: number;
}

const STEP_PX = 32;
const ARROWS: Readonly<Record<string, Offset>> = {
  ArrowLeft: { x: -STEP_PX, y: 0 },
  ArrowRight: { x: STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: -STEP_PX },
  ArrowDown: { x: 0, y: STEP_PX },
};

/** Can be dragged within the page's main part, or moved by the arrow keys while focused. */
export function Movable({ label, className, children }: MovableProps) {
  const [offset, setOffset] = useState<Offset>({ x: 0, y: 0 });
  const drag = useRef<{ readonly from: Offset; readonly pointer: Offset } | null>(null);

  const moveTo = (box: Element, wanted: Offset) => {
    const own = box.getBoundingClientRect();
    const room = box.closest("main")?.getBoundingClientRect();
    if (!room) return;
    // Its position without any offset.
    const [left, top] = [own.left - offset.x, own.top - offset.y];
    setOffset({
      x: between(wanted.x, room.left - left, room.right - own.width - left),
      y: between(wanted.y, room.top - top, room.bottom - own.height - top),
    });
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: offset, pointer: { x: event.clientX, y: event.clientY } };
  };
  const onPointerMove = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    if (!drag.current) return;
    const { from, pointer } = drag.current;
    moveTo(currentTarget, { x: from.x + clientX - pointer.x, y: from.y + clientY - pointer.y });
  };
  const onPointerEnd = () => {
    drag.current = null;
  };

  return (
    <fieldset
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it can be moved by the arrow keys.
      tabIndex={0}
      className={cn(
        "size-full cursor-grab touch-none rounded-2xl active:cursor-grabbing",
        className,
      )}
      style={{ transform: `translate(${offset.x}px, ${offset.y}px)` }}
      onKeyDown={onKey((key, event) => {
        const by = ARROWS[key];
        if (!by) return;
        event.preventDefault();
        moveTo(event.currentTarget, { x: offset.x + by.x, y: offset.y + by.y });
      })}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    >
      {children}
    </fieldset>
  );
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
