import { useMessages } from "@/i18n/i18n";
import { diagnostics } from "@/lib/trace";
import { CopyButton, type CopyButtonProps } from "./copy-button";

/** Copies the information that an operator needs to diagnose a problem of this page. */
export function CopyDiagnostics(look: Pick<CopyButtonProps, "variant" | "size" | "className">) {
  const m = useMessages().diagnostics;
  return (
    <CopyButton
      text={diagnostics}
      label={m.copy}
      copiedLabel={m.copied}
      variant="ghost"
      {...look}
    />
  );
}
