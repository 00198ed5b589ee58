import { Scaling } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { IconButton } from "@/ui/icon-button";

/** The sizes of the small picture. `self-size` in app.css has their measures. */
export const SELF_SIZES = ["small", "medium", "large"] as const;
export type SelfSize = (typeof SELF_SIZES)[number];

/** The size that is `by` steps larger; the last one stays. */
export function resized(size: SelfSize, by: 1 | -1): SelfSize {
  return SELF_SIZES[SELF_SIZES.indexOf(size) + by] ?? size;
}

export interface SizeButtonProps {
  readonly size: SelfSize;
  readonly onChange: (size: SelfSize) => void;
}

/**
 * Each press shows the small picture one size larger, then small again. The lowest windows have no
 * room for the button; the keys still work there.
 */
export function SizeButton({ size, onChange }: SizeButtonProps) {
  const { selfSizes } = useMessages().comfort;
  const larger = resized(size, 1);
  return (
    <span className="absolute end-0 bottom-0 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 squat:hidden">
      <IconButton
        label={selfSizes[size]}
        variant="ghost"
        size="icon-sm"
        className="hover:bg-transparent"
        onClick={() => onChange(larger === size ? SELF_SIZES[0] : larger)}
      >
        <Scaling className="size-6 rounded-full border border-edge bg-glass p-1 text-foreground" />
      </IconButton>
    </span>
  );
}
