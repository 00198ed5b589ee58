import { useEffect, useState } from "react";
import { recall, remember } from "@/lib/storage";

const KEY = "nexus.swipe-hint";
const storage = () => localStorage;

/** Whether to say that a swipe skips: in the first conversation on a screen that is touched. */
export function useSwipeHint(talking: boolean): boolean {
  const [due] = useState(
    () => matchMedia("(pointer: coarse)").matches && recall(storage, KEY) === null,
  );
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!due || !talking) return;
    remember(storage, KEY, "shown");
    return () => setOver(true);
  }, [due, talking]);
  return due && talking && !over;
}
