import { Scaling } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { IconButton } from "@/ui/icon-button";

/** The sizes of the small picture. `self-size` in stage.css has their measures. */
export const SELF_SIZES = ["small", "medium", "large"] as const;
export type SelfSize = (typeof SELF_SIZES)[number];

/** The height of each size, as a multiple of the medium one. In low windows `large` is lower. */
const HEIGHTS: Readonly<Record<SelfSize, number>> = { small: 0.75, medium: 1, large: 1.5 };

/** The height of each size, as a multiple of the present one. */
export function selfScales(present: SelfSize): readonly number[] {
  return SELF_SIZES.map((size) => HEIGHTS[size] / HEIGHTS[present]);
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
  const larger = SELF_SIZES[SELF_SIZES.indexOf(size) + 1] ?? SELF_SIZES[0];
  return (
    <span className="absolute end-0 bottom-0 z-10 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 squat:hidden">
      <IconButton
        label={selfSizes[size]}
        variant="ghost"
        size="icon-sm"
        className="hover:bg-transparent"
        onClick={() => onChange(larger)}
      >
        <Scaling className="size-6 rounded-full border border-edge bg-glass p-1 text-foreground" />
      </IconButton>
    </span>
  );
}
