/** Lets public/sw.js show a page of ours where the site cannot be reached; that is also what makes the site installable. */
export function offerOfflinePage(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // After all that the first visit needs. Private windows may refuse: a visit works without.
  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {});
  });
}
