import { useEffect, useState } from "react";
import { fetchSiteInfo, type SiteInfo } from "@/transport/site-info";

/**
 * The site's settings. Null until they have loaded; after a failure they are requested again
 * whenever `at` changes.
 */
export function useSiteInfo(at: string): SiteInfo | null {
  const [info, setInfo] = useState<SiteInfo | null>(null);
  const known = info !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `at` is a new attempt.
  useEffect(() => {
    if (known) return;
    let here = true;
    void fetchSiteInfo().then((said) => here && setInfo(said));
    return () => {
      here = false;
    };
  }, [known, at]);
  return info;
}
