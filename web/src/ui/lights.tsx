import { cn } from "@/lib/cn";

export interface LightsProps {
  /** "apart" circle each other, "near" almost touch, "gone" is one light alone, "still" do not move. */
  readonly mood: "apart" | "near" | "gone" | "still";
  readonly className?: string;
}

/** Two lights in the night: you and somebody else. Decoration; the words beside it say the same. */
export function Lights({ mood, className }: LightsProps) {
  const other = mood !== "gone";
  return (
    <div aria-hidden="true" className={cn("relative size-44", className)}>
      {mood === "apart" && (
        <>
          <span className="absolute inset-0 animate-ripple rounded-full border border-primary/40" />
          <span className="absolute inset-0 animate-ripple rounded-full border border-partner/40 [animation-delay:1.8s]" />
        </>
      )}
      <div className={cn("absolute inset-[14%]", mood === "apart" && "animate-orbit")}>
        <span
          className={cn(
            "absolute top-1/2 -mt-[17%] size-[34%] rounded-full bg-primary shadow-[0_0_3.5rem_0_var(--color-primary)] transition-[left] duration-700 ease-calm",
            mood === "apart" && "left-0",
            (mood === "near" || mood === "still") && "left-[23%]",
            mood === "near" && "animate-breathe",
            mood === "gone" && "left-[33%] opacity-90",
          )}
        />
        <span
          className={cn(
            "absolute top-1/2 -mt-[17%] size-[34%] rounded-full bg-partner mix-blend-screen transition-[left,opacity] duration-700 ease-calm",
            other && "shadow-[0_0_3.5rem_0_var(--color-partner)]",
            mood === "apart" && "left-[66%]",
            (mood === "near" || mood === "still") && "left-[43%]",
            mood === "near" && "animate-breathe [animation-delay:0.6s]",
            mood === "gone" && "left-[92%] opacity-0",
          )}
        />
      </div>
    </div>
  );
}
