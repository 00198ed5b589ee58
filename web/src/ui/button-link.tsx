import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";
import { type ButtonLook, buttonVariants } from "./button";

/** A link that looks like a button. Button has no `asChild`: Radix' Slot would be loaded with the first screen. */
export function ButtonLink({
  className,
  variant,
  size,
  ...props
}: ComponentProps<"a"> & ButtonLook) {
  return <a className={cn(buttonVariants({ variant, size }), className)} {...props} />;
}
