/** What the site says of itself before a visit begins. */
export interface SiteInfo {
  /** Visitors may choose to hide their address from partners. */
  readonly mayHideAddress: boolean;
}

/** Null when the site does not say: whoever cannot ask offers nothing that may not be kept. */
export async function fetchSiteInfo(get: typeof fetch = fetch): Promise<SiteInfo | null> {
  try {
    const response = await get("/v1/info");
    if (!response.ok) return null;
    const info: unknown = await response.json();
    const shield = info && typeof info === "object" && "shield" in info ? info.shield : null;
    return { mayHideAddress: shield === "choice" };
  } catch {
    return null;
  }
}
