import { useEffect, useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";

export interface ArrivalNotice {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/**
 * Shows a notification when a partner comes while the page is in the background, if the visitor asks
 * for that during a search. Null if this browser has no notifications or the visitor blocks them.
 */
export function useArrivalNotice(talking: boolean): ArrivalNotice | null {
  const [on, setOn] = useState(false);
  const [refused, setRefused] = useState(typeof Notification === "undefined");
  const m = useMessages().searching;
  const was = useRef(talking);
  useEffect(() => {
    const came = talking && !was.current;
    was.current = talking;
    if (on && came && document.hidden) void notify(m.found, m.foundBack);
  }, [talking, on, m]);

  useEffect(() => {
    void isBlocked().then((blocked) => blocked && setRefused(true));
  }, []);

  if (refused) return null;
  return {
    on,
    onChange: (wanted) => {
      if (!wanted) return setOn(false);
      Notification.requestPermission()
        .then((answer) => (answer === "granted" ? setOn(true) : setRefused(true)))
        .catch(() => setRefused(true));
    },
  };
}

/**
 * Never asks during a render: `Notification.permission` waits for another process of the browser, in
 * Chromium for up to 20 ms, which the next face would wait as well.
 */
async function isBlocked(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: "notifications" });
    return state === "denied";
  } catch {
    // A browser without this query.
    return typeof Notification !== "undefined" && Notification.permission === "denied";
  }
}

async function notify(title: string, body: string): Promise<void> {
  const options = { body, icon: "icon-192.png", tag: "partner" };
  // Phones show notifications of service workers only.
  const worker = await navigator.serviceWorker?.getRegistration();
  try {
    if (worker) await worker.showNotification(title, options);
    else new Notification(title, options).onclick = () => window.focus();
  } catch {
    // The browser refuses after all. The sound and the title still announce the partner.
  }
}
