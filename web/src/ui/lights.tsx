import { cn } from "@/lib/utils";

export interface LightsProps {
  /**
   * "apart" circle each other, "near" almost touch, "gone" is one light alone, "still" do not move.
   */
  readonly mood: "apart" | "near" | "gone" | "still";
  readonly className?: string;
}

/**
 * Two lights in the night: the visitor and a partner. Decoration; the text beside it has the
 * meaning. Only transforms and opacity are animated, each on a layer of its own, and not in the
 * first half second, so that paint never delays the next picture.
 */
export function Lights({ mood, className }: LightsProps) {
  const apart = mood === "apart";
  return (
    <div
      aria-hidden="true"
      data-slot="lights"
      className={cn("relative size-44 shrink-0", className)}
    >
      {apart && (
        <>
          <span className="absolute inset-0 animate-ripple rounded-full border border-primary/50 opacity-0 will-change-transform" />
          <span className="absolute inset-0 animate-ripple rounded-full border border-partner/50 opacity-0 will-change-transform [animation-delay:2.3s]" />
        </>
      )}
      <div className={cn("absolute inset-0", apart && "animate-orbit will-change-transform")}>
        <Light
          className={cn(
            "light-self",
            apart && "-translate-x-[42%]",
            (mood === "near" || mood === "still") && "-translate-x-[16%]",
            mood === "near" && "animate-breathe",
          )}
        />
        {mood !== "gone" && (
          <Light
            className={cn(
              "light-other",
              mood === "still" && "opacity-85",
              apart && "translate-x-[42%]",
              (mood === "near" || mood === "still") && "translate-x-[16%]",
              mood === "near" && "animate-breathe [animation-delay:1.1s]",
            )}
          />
        )}
      </div>
    </div>
  );
}

/**
 * Lights above the words of a column that is as high as its place at most. They shrink to what the words
 * leave of it, and disappear with the gap where that is too little.
 */
export function LightsAbove({ mood, className }: LightsProps) {
  return (
    <div
      className={cn(
        "-mb-3 flex min-h-0 shrink justify-center self-stretch pb-3 [container-type:size]",
        className,
      )}
    >
      <Lights mood={mood} className="aspect-square size-auto [@container(height<2.5rem)]:hidden" />
    </div>
  );
}

function Light({ className }: { readonly className: string }) {
  return <span className={cn("absolute inset-[8%] rounded-full", className)} />;
}
