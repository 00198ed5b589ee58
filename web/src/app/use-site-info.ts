import { useEffect, useState } from "react";
import { fetchSiteInfo, type SiteInfo } from "@/transport/site-info";

/** How often the welcome screen counts the people here again. */
const PERIOD_MS = 30_000;

/**
 * The site's settings. Null until they have loaded; after a failure they are requested again
 * whenever `at` changes. The welcome screen (`idle`) requests them again and again, for the number
 * of people here, unless it is hidden.
 */
export function useSiteInfo(at: string): SiteInfo | null {
  const [info, setInfo] = useState<SiteInfo | null>(null);
  const known = info !== null;
  useEffect(() => {
    if (known && at !== "idle") return;
    let here = true;
    const request = () =>
      void fetchSiteInfo().then((said) => here && setInfo((before) => said ?? before));
    if (!known) request();
    const timer =
      at === "idle" ? setInterval(() => document.hidden || request(), PERIOD_MS) : undefined;
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [known, at]);
  return info;
}
