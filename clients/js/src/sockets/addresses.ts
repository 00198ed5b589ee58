/** The address of a WebSocket of this site: `path` is relative to the folder that the site is in. */
export function siteSocketUrl(path: string, site: string): string {
  const folder = new URL(site);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  const url = new URL(path, folder);
  url.protocol = isSecure(url) ? "wss:" : "ws:";
  url.search = "";
  url.hash = "";
  return url.href;
}

/**
 * The address of a room's home node, which may be a path of this site. Null if a client of this
 * site must not open it.
 */
export function homeSocketUrl(home: string, site: string): string | null {
  if (home === "") return siteSocketUrl("v1/room", site);
  if (home.startsWith("/")) return home.startsWith("//") ? null : siteSocketUrl(home, site);
  let parsed: URL;
  try {
    parsed = new URL(home);
  } catch {
    return null;
  }
  const secure = parsed.protocol === "wss:";
  const plain = parsed.protocol === "ws:" && !isSecure(new URL(site));
  return secure || plain ? parsed.href : null;
}

function isSecure({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "wss:";
}
