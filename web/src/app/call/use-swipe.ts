import type { Id } from "@nexuschat/client/protocol";
import { type TouchEvent, useEffect, useEffectEvent, useRef } from "react";

const LEAST_PX = 90;
/** A slower movement is a resting finger. */
const LONGEST_MS = 1_500;
/** The element follows the finger at this share of its way, so that it feels held. */
const FOLLOWS = 0.6;

interface Begin {
  readonly partner: Id | null;
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/**
 * Handlers for an element that follows a finger upwards. A swipe that began with another partner
 * counts for nothing.
 */
export function useSwipeUp(partner: Id | null, swiped: () => void) {
  const begin = useRef<Begin | null>(null);
  const held = useRef<HTMLElement | null>(null);
  const follow = (element: HTMLElement, px: number) => {
    held.current = element;
    element.style.transition = px === 0 ? "translate 160ms" : "none";
    element.style.translate = px === 0 ? "" : `0 ${px * FOLLOWS}px`;
  };
  const settle = () => {
    begin.current = null;
    if (held.current) follow(held.current, 0);
    held.current = null;
  };
  // A new partner must not appear moved.
  const onPartner = useEffectEvent(settle);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the partner is what changes.
  useEffect(() => onPartner(), [partner]);

  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      const on = event.target instanceof Element && event.target.closest("button, a, input");
      begin.current =
        touch && partner && event.touches.length === 1 && !on && !isZoomed()
          ? { partner, x: touch.clientX, y: touch.clientY, at: event.timeStamp }
          : null;
    },
    onTouchMove: (event: TouchEvent<HTMLElement>) => {
      const touch = event.touches[0];
      const from = begin.current;
      if (!from || !touch) return;
      const [up, aside] = wayOf(from, touch);
      if (up > 2 * aside) follow(event.currentTarget, -up);
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      const from = begin.current;
      settle();
      if (!from || !touch || from.partner !== partner) return;
      if (event.timeStamp - from.at > LONGEST_MS) return;
      const [up, aside] = wayOf(from, touch);
      if (up > LEAST_PX && up > 2 * aside) swiped();
    },
    onTouchCancel: settle,
  };
}

/** In a magnified page, one finger moves the page. */
function isZoomed(): boolean {
  return (globalThis.visualViewport?.scale ?? 1) > 1.01;
}

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

function wayOf(from: Begin, { clientX, clientY }: Point): [up: number, aside: number] {
  return [Math.max(0, from.y - clientY), Math.abs(clientX - from.x)];
}
