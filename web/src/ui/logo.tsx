import { createContext, use } from "react";
import { cn } from "@/lib/utils";

/** The name of the site, as its operator chose it. */
export const SiteName = createContext("NexusChat");

/** Two overlapping lights. */
export function LogoMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="4 6 24 20" aria-hidden="true" className={cn("h-5 w-6", className)}>
      <circle cx="12.5" cy="16" r="7.5" className="fill-primary" />
      <circle cx="19.5" cy="16" r="7.5" className="fill-partner" />
      <path d="M16 9.37a7.5 7.5 0 0 1 0 13.26 7.5 7.5 0 0 1 0-13.26z" fill="#fffaf2" />
    </svg>
  );
}

export interface LogoProps {
  /** The part that a narrow window shows. */
  readonly narrow?: "whole" | "mark";
  readonly className?: string;
}

export function Logo({ narrow = "whole", className }: LogoProps) {
  return (
    <span
      translate="no"
      className={cn("inline-flex items-center gap-2.5 font-semibold tracking-tight", className)}
    >
      <LogoMark />
      <span className={cn("wrap-anywhere", narrow === "mark" && "@max-[44rem]/stage:sr-only")}>
        {use(SiteName)}
      </span>
    </span>
  );
}
