/** Of the Network Information API, which some browsers have and TypeScript does not know. */
interface Connection extends EventTarget {
  readonly type?: string;
}

/** Tells when this machine may have another way to the network than before. Returns what ends it. */
export function watchNetwork(changed: () => void): () => void {
  const connection = (navigator as { readonly connection?: Connection }).connection;
  let type = connection?.type;
  // It also tells each new estimate of the same network's speed, and that is no reason for anything.
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
