import type { VisitorProblem } from "@nexuschat/client/protocol";

const TIMEOUT_MS = 10_000;

/**
 * Tells the server which problem this page shows. Returns the reference under which the server's
 * log has it; null if the server gives none.
 */
export async function referenceOf(
  problem: VisitorProblem,
  post: typeof fetch = fetch,
): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await post("v1/problems", { method: "POST", body: problem, signal });
    const { reference } = (await response.json()) as { readonly reference?: unknown };
    return typeof reference === "string" && /^[0-9A-Z]{3}-[0-9A-Z]{4}$/.test(reference)
      ? reference
      : null;
  } catch {
    return null;
  }
}
