import { ownScript } from "@/lib/own-script";

/**
 * Registers public/sw.js, which shows an offline page if the site is unreachable and makes the site
 * installable.
 */
export function offerOfflinePage(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // After everything that the first visit needs. Private windows may refuse: a visit works without
  // it.
  addEventListener("load", () => {
    navigator.serviceWorker.register(ownScript("sw.js")).catch(() => {});
  });
}
