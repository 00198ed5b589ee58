import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

export function Card({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="card"
      className={cn("rounded-3xl border bg-card/80 p-6 shadow-float sm:p-8", className)}
      {...props}
    />
  );
}
