/** The address of a WebSocket on this site. */
export function siteSocketUrl(path: string, page: Location = location): string {
  const scheme = page.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${page.host}${path}`;
}

/**
 * The address of a room's home node, which may be a path of this site. Null if this page must not
 * open it.
 */
export function homeSocketUrl(url: string, page: Location = location): string | null {
  if (url === "") return siteSocketUrl("/v1/room", page);
  if (url.startsWith("/")) return url.startsWith("//") ? null : siteSocketUrl(url, page);
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  const secure = parsed.protocol === "wss:";
  const plain = parsed.protocol === "ws:" && page.protocol !== "https:";
  return secure || plain ? parsed.href : null;
}
