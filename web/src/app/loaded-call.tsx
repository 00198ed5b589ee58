import { type ComponentType, useEffect, useState } from "react";
import type { CallProps } from "./call";

// Half of the page is the conversation, and nobody needs it to read the welcome: it is loaded meanwhile.

const RETRY_MS = 2_000;

let Call: ComponentType<CallProps> | null = null;

export async function loadCall(): Promise<void> {
  Call ??= (await import("./call")).Call;
}

/** The conversation, as soon as it is there; on a network that lost it, when it comes after all. */
export function LoadedCall(props: CallProps) {
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (Call) return;
    let here = true;
    let timer: ReturnType<typeof setTimeout>;
    const again = () => here && setTries(tries + 1);
    loadCall().then(again, () => {
      timer = setTimeout(again, RETRY_MS);
    });
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [tries]);
  return Call ? <Call {...props} /> : <div className="h-dvh bg-night" />;
}
