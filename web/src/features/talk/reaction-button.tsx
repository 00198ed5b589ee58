import type { Reaction } from "@nexuschat/client/protocol";
import { SmilePlus } from "lucide-react";
import { useRef, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { repeatable } from "@/lib/load-code";
import { IconButton } from "@/ui/icon-button";
import { lazily } from "@/ui/lazily";
import type { Placement } from "@/ui/place";

const ReactionBar = lazily(
  repeatable(
    () => import("./reaction-bar"),
    (m) => m.ReactionBar,
  ),
);

export interface ReactionButtonProps {
  readonly look: "glass" | "ghost";
  readonly side: Placement["side"];
  readonly onReact: (emoji: Reaction) => void;
}

/** Opens the reactions. */
export function ReactionButton({ look, side, onReact }: ReactionButtonProps) {
  const m = useMessages().reactions;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        label={m.open}
        variant={look}
        aria-haspopup="dialog"
        aria-expanded={open}
        className="pointer-events-auto"
        onClick={() => setOpen(!open)}
      >
        <SmilePlus />
      </IconButton>
      {open && (
        <ReactionBar
          anchor={button}
          side={side}
          dark={look === "glass"}
          onReact={onReact}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
