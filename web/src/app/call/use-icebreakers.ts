import { useState } from "react";
import { recall, remember } from "@/lib/storage";

const KEY = "nexus.icebreakers";
const storage = () => localStorage;

/** Whether icebreaker cards are shown. The choice to switch them off is stored. */
export function useIcebreakers(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => recall(storage, KEY) !== "off");
  return [
    on,
    (next) => {
      setOn(next);
      remember(storage, KEY, next ? null : "off");
    },
  ];
}
