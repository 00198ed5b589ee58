import { type ComponentType, lazy, useEffect } from "react";

interface Closable {
  readonly onClose: () => void;
}

/** A part of the page that is loaded when it is wanted. Without the network it closes again, and nothing else breaks. */
export function lazily<Props extends Closable>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => ({ default: await load().catch(() => NotThere) }));
}

function NotThere({ onClose }: Closable) {
  useEffect(onClose, [onClose]);
  return null;
}
