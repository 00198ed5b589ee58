import { useCallback, useState } from "react";

/** State that belongs to `key`: with another one it is `first` again, from the very render on. */
export function useKeyedState<T>(key: string | null, first: T): [T, (next: T) => void] {
  const [state, setState] = useState({ key, value: first });
  const set = useCallback((value: T) => setState({ key, value }), [key]);
  return [state.key === key ? state.value : first, set];
}
