import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps } from "./button";

export interface CopyButtonProps extends Pick<ButtonProps, "variant" | "size" | "className"> {
  /** Returns the text at the time of the press. */
  readonly text: () => string;
  readonly label: string;
  readonly copiedLabel: string;
}

/** Copies text. Shown only on secure pages: browsers offer others no clipboard. */
export function CopyButton({ text, label, copiedLabel, ...look }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const { clipboard } = navigator;
  if (!clipboard) return null;
  const copy = () => clipboard.writeText(text()).then(() => setCopied(true));
  return (
    <Button {...look} onClick={() => void copy().catch(() => {})}>
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {/* With role="status" it would not be part of the button's name. */}
      <span aria-live="polite">{copied ? copiedLabel : label}</span>
    </Button>
  );
}
