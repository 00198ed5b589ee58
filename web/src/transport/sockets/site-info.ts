/** The site's settings that a page needs before a visit begins. */
export interface SiteInfo {
  /** Visitors may choose to hide their address from partners. */
  readonly mayHideAddress: boolean;
  /** Groups of visitors that never meet each other. The first is for visitors who choose none. */
  readonly lanes: readonly string[];
  readonly peerLink: "native" | "simple-peer";
}

/** Null if the request fails: then the page offers no choice that the site might not honour. */
export async function fetchSiteInfo(get: typeof fetch = fetch): Promise<SiteInfo | null> {
  try {
    const response = await get("/v1/info");
    if (!response.ok) return null;
    const info: unknown = await response.json();
    const { shield, lanes, peer_link } = (info ?? {}) as Readonly<Record<string, unknown>>;
    return {
      mayHideAddress: shield === "choice",
      peerLink: peer_link === "simple-peer" ? peer_link : "native",
      lanes: Array.isArray(lanes) ? lanes.filter((lane) => typeof lane === "string") : [],
    };
  } catch {
    return null;
  }
}
