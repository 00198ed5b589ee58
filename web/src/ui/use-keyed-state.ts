import { useCallback, useState } from "react";

/** State that belongs to `key`: with another key it is `first` again, in the same render. */
export function useKeyedState<T>(key: string | null, first: T): [T, (next: T) => void] {
  const [state, setState] = useState({ key, value: first });
  const set = useCallback((value: T) => setState({ key, value }), [key]);
  return [state.key === key ? state.value : first, set];
}
