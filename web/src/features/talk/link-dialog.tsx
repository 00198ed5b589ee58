import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { ButtonLink } from "@/ui/button-link";
import { Dialog } from "@/ui/dialog";

export interface LinkDialogProps {
  readonly url: string;
  readonly onClose: () => void;
}

/** Shows a link's full address before the visitor opens it. */
export function LinkDialog({ url, onClose }: LinkDialogProps) {
  const m = useMessages();
  return (
    <Dialog
      title={m.comfort.linkTitle}
      description={m.comfort.linkBody}
      closeLabel={m.comfort.close}
      onClose={onClose}
    >
      <p
        dir="ltr"
        className="max-h-40 overflow-y-auto rounded-xl bg-background/60 px-3.5 py-2.5 font-mono text-sm wrap-anywhere"
      >
        {url}
      </p>
      <div className="flex flex-wrap gap-2">
        <ButtonLink
          className="flex-1"
          href={url}
          target="_blank"
          rel="noopener noreferrer nofollow"
          onClick={onClose}
        >
          {m.comfort.linkOpen}
        </ButtonLink>
        <Button variant="secondary" className="flex-1" onClick={onClose}>
          {m.safety.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
