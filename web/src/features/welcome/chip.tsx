import { X } from "lucide-react";

export interface ChipProps {
  readonly text: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
}

/** A chosen entry with a button that removes it. */
export function Chip({ text, removeLabel, onRemove }: ChipProps) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5 rounded-full bg-secondary ps-3 text-sm">
      <bdi className="truncate">{text}</bdi>
      <button
        type="button"
        aria-label={removeLabel}
        className="touch grid size-9 place-items-center rounded-full text-muted-foreground hover:text-foreground"
        onClick={onRemove}
      >
        <X className="size-3.5" aria-hidden="true" />
      </button>
    </span>
  );
}
