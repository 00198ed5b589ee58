/** The part of the Trusted Types API that TypeScript does not know yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { readonly createScriptURL: (url: string) => string };
}

/** The only policy that the server's Content-Security-Policy admits. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  "nexuschat",
  { createScriptURL: checked },
);

/**
 * The address of one of the site's own scripts, as workers need it. The browser runs no code from
 * any other text (Trusted Types).
 */
export function ownScript(url: string): string {
  return policy ? policy.createScriptURL(url) : checked(url);
}

function checked(url: string): string {
  if (new URL(url, location.href).origin === location.origin) return url;
  throw new TypeError(`not a script of this site: ${url}`);
}
