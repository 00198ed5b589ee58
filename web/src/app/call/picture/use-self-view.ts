import type { Id } from "@nexuschat/client/protocol";
import { useState } from "react";
import { SELF_SIZES, type SelfSize } from "@/features/talk/size-button";
import { recall, remember } from "@/lib/storage";
import { useKeyedState } from "@/ui/use-keyed-state";

const KEY = "nexus.self-size";
const storage = () => localStorage;

/** Where and how large the visitor sees the own picture. The partner sees it in any case. */
export interface SelfView {
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
  /** Of the small picture, whosever it is. The choice is stored. */
  readonly size: SelfSize;
  readonly onSize: (size: SelfSize) => void;
  /** The own picture is in the stage, and the partner's is the small one. */
  readonly swapped: boolean;
  /** Null while the two cannot change places. */
  readonly onSwap: (() => void) | null;
}

/**
 * `clear`: the partner's picture is shown unblurred. Only such a picture leaves the stage, because
 * a blurred or hidden one has a note and a button on it. A new partner begins in the stage.
 * `glanced`: whether a press means the partner on the screen.
 */
export function useSelfView(
  conversation: Id | null,
  clear: boolean,
  glanced: () => boolean,
): SelfView {
  const [shown, onShow] = useState(true);
  const [size, setSize] = useState(recallSize);
  const [swapped, setSwapped] = useKeyedState(conversation, false);
  const can = shown && clear;
  return {
    ...{ shown, onShow, size },
    onSize: (next) => {
      setSize(next);
      remember(storage, KEY, next === "medium" ? null : next);
    },
    swapped: swapped && can,
    onSwap: can ? () => glanced() && setSwapped(!swapped) : null,
  };
}

function recallSize(): SelfSize {
  const kept = recall(storage, KEY);
  return SELF_SIZES.find((size) => size === kept) ?? "medium";
}
