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
 * An import that can be repeated after a failure. Browsers such as Chromium 150 remember by its address that a
 * module could not be fetched, for as long as the page lives (the module map of HTML), so each
 * repetition asks for another address of the same file.
 */
export function repeatable<Module, T>(
  load: () => Promise<Module>,
  pick: (module: Module) => T,
  from: (address: string) => Promise<unknown> = (address) => import(/* @vite-ignore */ address),
): () => Promise<T> {
  let file: string | undefined;
  let repeated = 0;
  return async () => {
    try {
      if (file === undefined) return pick(await load());
      repeated += 1;
      return pick((await from(`${file}?again=${repeated}`)) as Module);
    } catch (error) {
      file ??= fileOf(error);
      throw error;
    }
  };
}

/** The file that could not be imported. Chromium and Firefox name it, Safari does not. */
function fileOf(error: unknown): string | undefined {
  return /https?:\/\/\S+/.exec(String(error))?.[0];
}

/** Whether the server no longer has the file, as after an upgrade. */
async function isGone(error: unknown): Promise<boolean> {
  const file = fileOf(error);
  if (file === undefined) return false;
  try {
    const { status } = await fetch(file, { cache: "no-store" });
    return status === 404 || status === 410;
  } catch {
    return false;
  }
}
