import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

/** A control with its label above or beside it, and its explanation below. */
export function Field({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="field" className={cn("flex flex-col gap-1.5", className)} {...props} />;
}

/** The label and its control in one row. */
export function FieldRow({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      data-slot="field-row"
      className={cn("flex items-center justify-between gap-4", className)}
      {...props}
    />
  );
}

export function FieldLabel({
  className,
  htmlFor,
  children,
  ...props
}: ComponentProps<"label"> & { readonly htmlFor: string }) {
  return (
    <label
      data-slot="field-label"
      htmlFor={htmlFor}
      className={cn("text-sm font-medium", className)}
      {...props}
    >
      {children}
    </label>
  );
}

export function FieldDescription({ className, ...props }: ComponentProps<"p">) {
  return (
    <p
      data-slot="field-description"
      className={cn("text-sm text-muted-foreground", className)}
      {...props}
    />
  );
}
