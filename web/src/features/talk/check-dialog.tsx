import { useEffect, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { checkEmoji } from "@/lib/emoji-check";
import { Dialog } from "@/ui/dialog";

export interface CheckDialogProps {
  /** The key fingerprints of both ends; null without a link. */
  readonly ends: { readonly local: string; readonly remote: string } | null;
  readonly onClose: () => void;
}

/**
 * Four emoji for both visitors to compare. They differ if an attacker sits between the browsers.
 */
export function CheckDialog({ ends, onClose }: CheckDialogProps) {
  const m = useMessages();
  const [emoji, setEmoji] = useState<readonly string[]>([]);
  useEffect(() => {
    let here = true;
    if (ends) void checkEmoji(ends).then((found) => here && setEmoji(found));
    return () => {
      here = false;
    };
  }, [ends]);
  return (
    <Dialog
      title={m.safety.check}
      description={ends ? m.safety.checkBody : m.safety.checkNone}
      closeLabel={m.comfort.close}
      onClose={onClose}
    >
      {ends && (
        <>
          <p className="min-h-16 text-center text-5xl tracking-[0.25em]" data-testid="check-emoji">
            {emoji.join("")}
          </p>
          <p className="text-sm text-muted-foreground">{m.safety.checkLimits}</p>
        </>
      )}
    </Dialog>
  );
}
