import { useEffect, useState } from "react";
import { LoadError, type LoadProblem, loadCode } from "@/lib/load-code";

/** Code that is loaded on demand, once for the page. */
export class Code<T> {
  value: T | null = null;
  readonly #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  readonly load = async (): Promise<void> => {
    this.value ??= await loadCode(this.#load);
  };
}

export interface CodeInUse<T> {
  /** Null until it is loaded. */
  readonly value: T | null;
  /** Why it did not load; null while it is loading. */
  readonly problem: LoadProblem | null;
  readonly again: () => void;
}

/** Loads the code for the component that uses it. */
export function useCode<T>(code: Code<T>): CodeInUse<T> {
  const [asked, setAsked] = useState(0);
  const [state, setState] = useState<{ asked: number; problem: LoadProblem | null } | null>(null);
  useEffect(() => {
    if (code.value) return;
    let here = true;
    const done = (problem: LoadProblem | null) => here && setState({ asked, problem });
    code.load().then(
      () => done(null),
      (error) => done(error instanceof LoadError ? error.why : "unreachable"),
    );
    return () => {
      here = false;
    };
  }, [code, asked]);
  const problem = state?.asked === asked ? state.problem : null;
  return { value: code.value, problem, again: () => setAsked(asked + 1) };
}
