import { LIMITS } from "@nexuschat/client/protocol";
import type { EvidenceKey } from "@/lib/evidence";
import { addInterests } from "@/lib/interests";

/** Who runs the site. Each address is a web or mail address. */
export interface Site {
  readonly name?: string;
  readonly contactUrl?: string;
  readonly privacyUrl?: string;
  /** A hotline for children in danger. */
  readonly hotlineUrl?: string;
}

/** The site's settings that a page needs before a visit begins. */
export interface SiteInfo {
  /** Visitors may choose to hide their address from partners. */
  readonly mayHideAddress: boolean;
  /** Groups of visitors that never meet each other. The first is for visitors who choose none. */
  readonly lanes: readonly string[];
  readonly peerLink: "native" | "simple-peer";
  /** The number of people here; null if it is smaller than `ONLINE_MIN`. */
  readonly online: number | null;
  readonly site: Site;
  /** Interests that many visitors searched with lately. */
  readonly popular: readonly string[];
  /** Null if the site takes no evidence of reports. */
  readonly evidence: EvidenceKey | null;
}

/** A smaller number would discourage a first-time visitor. */
export const ONLINE_MIN = 10;

/** Null if the request fails: then the page offers no choice that the site might not honour. */
export async function fetchSiteInfo(get: typeof fetch = fetch): Promise<SiteInfo | null> {
  try {
    const response = await get("v1/info");
    if (!response.ok) return null;
    const info: unknown = await response.json();
    const { shield, lanes, peer_link, online, site, popular, evidence } = fieldsOf(info);
    return {
      mayHideAddress: shield === "choice",
      peerLink: peer_link === "simple-peer" ? peer_link : "native",
      lanes: textsOf(lanes),
      online: typeof online === "number" && online >= ONLINE_MIN ? Math.floor(online) : null,
      site: siteOf(fieldsOf(site)),
      popular: textsOf(popular).reduce<readonly string[]>(
        (list, one) => addInterests(list, one, POPULAR),
        [],
      ),
      evidence: evidenceKeyOf(fieldsOf(evidence)),
    };
  } catch {
    return null;
  }
}

/** At most this many are suggested, each as long as an interest may be. */
const POPULAR = { count: 12, bytes: LIMITS.interestBytesMax };

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

function siteOf({ name, contact_url, privacy_url, hotline_url }: Fields): Site {
  const link = (key: keyof Site, url: unknown) => (isPageUrl(url) ? { [key]: url } : {});
  return {
    ...(typeof name === "string" && name !== "" ? { name } : {}),
    ...link("contactUrl", contact_url),
    ...link("privacyUrl", privacy_url),
    ...link("hotlineUrl", hotline_url),
  };
}

/** Other schemes could run code in this page. */
function isPageUrl(url: unknown): url is string {
  if (typeof url !== "string" || !URL.canParse(url)) return false;
  return ["https:", "http:", "mailto:"].includes(new URL(url).protocol);
}

function evidenceKeyOf({ key, bytes_max: bytesMax }: Fields): EvidenceKey | null {
  if (typeof key !== "string" || !/^[A-Za-z0-9_-]{43}$/.test(key)) return null;
  return typeof bytesMax === "number" ? { key, bytesMax } : null;
}
