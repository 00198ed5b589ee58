import { Download, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon-button";
import { INSTALL } from "./install";

/** A quiet button that installs the app, and one that hides it for good. */
export function InstallOffer() {
  const m = useMessages().entrance;
  const offered = useSyncExternalStore(INSTALL.subscribe, INSTALL.isOffered);
  if (!offered) return null;
  return (
    <span className="inline-flex items-center">
      <Button variant="ghost" size="sm" onClick={INSTALL.accept}>
        <Download aria-hidden="true" /> {m.install}
      </Button>
      <IconButton label={m.neverInstall} variant="ghost" size="icon-sm" onClick={INSTALL.dismiss}>
        <X />
      </IconButton>
    </span>
  );
}
