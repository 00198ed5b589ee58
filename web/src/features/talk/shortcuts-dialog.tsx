import type { ReactNode } from "react";
import { useMessages } from "@/i18n/i18n";
import { Dialog } from "@/ui/dialog";

export interface ShortcutsDialogProps {
  readonly video: boolean;
  readonly onClose: () => void;
}

export function ShortcutsDialog({ video, onClose }: ShortcutsDialogProps) {
  const { comfort: m, videoWish } = useMessages();
  const what = m.shortcutsFor;
  return (
    <Dialog title={m.shortcuts} closeLabel={m.close} onClose={onClose}>
      <dl className="flex flex-col gap-2.5">
        <Row keys={["Esc"]}>{what.escape}</Row>
        <Row keys={["Esc", "Esc"]}>{what.escapeTwice}</Row>
        <Row keys={["Enter"]}>{what.send}</Row>
        <Row keys={["Shift", "Enter"]}>{what.line}</Row>
        {video && <Row keys={["Alt", "M"]}>{what.microphone}</Row>}
        <Row keys={["Alt", "V"]}>{video ? what.camera : videoWish.call}</Row>
        {video && <Row keys={["Alt", "C"]}>{what.chat}</Row>}
        <Row keys={["Alt", "R"]}>{what.report}</Row>
        <Row keys={["?"]}>{what.help}</Row>
      </dl>
    </Dialog>
  );
}

function Row({
  keys,
  children,
}: {
  readonly keys: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <div className="flex items-center justify-between gap-4">
      <dd className="text-sm">{children}</dd>
      <dt className="flex shrink-0 gap-1" dir="ltr" translate="no">
        {keys.map((key, index) => (
          <kbd
            // biome-ignore lint/suspicious/noArrayIndexKey: keys may repeat; the list is fixed.
            key={index}
            className="rounded-md border border-input bg-background/60 px-1.5 py-0.5 font-sans text-xs font-medium"
          >
            {key}
          </kbd>
        ))}
      </dt>
    </div>
  );
}
