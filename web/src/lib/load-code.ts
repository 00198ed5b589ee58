/** Why code is missing: the server no longer has it, or it could not be fetched. */
export type LoadProblem = "gone" | "unreachable";

export class LoadError extends Error {
  readonly why: LoadProblem;

  constructor(why: LoadProblem, cause: unknown) {
    super(`code could not be loaded: ${why}`, { cause });
    this.why = why;
  }
}

/** Pauses between the attempts, in ms: long enough for a network change. */
const PAUSES_MS = [300, 1_200];

/** Loads code, with up to three attempts. Rejects with a LoadError; a later call tries again. */
export async function loadCode<T>(load: () => Promise<T>, pauses = PAUSES_MS): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const [pauseMs, ...later] = pauses;
    if (await isGone(error)) throw new LoadError("gone", error);
    if (pauseMs === undefined) throw new LoadError("unreachable", error);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return loadCode(load, later);
  }
}

/**
 * Whether the server no longer has the file, as after an upgrade. Chromium and Firefox name the
 * file in the error.
 */
async function isGone(error: unknown): Promise<boolean> {
  const file = /https?:\/\/\S+/.exec(String(error))?.[0];
  if (file === undefined) return false;
  try {
    const { status } = await fetch(file, { cache: "no-store" });
    return status === 404 || status === 410;
  } catch {
    return false;
  }
}
