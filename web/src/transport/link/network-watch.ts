/** Part of the Network Information API, which some browsers have and TypeScript does not know. */
interface Connection extends EventTarget {
  readonly type?: string;
}

/**
 * Calls `changed` when this machine may have another network path. Returns a function that ends the
 * watch.
 */
export function watchNetwork(changed: () => void): () => void {
  const connection = (navigator as { readonly connection?: Connection }).connection;
  let type = connection?.type;
  // The event also reports each new speed estimate of the same network, which is ignored.
  const typed = () => {
    if (connection?.type === type) return;
    type = connection?.type;
    if (type !== "none") changed();
  };
  globalThis.addEventListener("online", changed);
  connection?.addEventListener("change", typed);
  return () => {
    globalThis.removeEventListener("online", changed);
    connection?.removeEventListener("change", typed);
  };
}
