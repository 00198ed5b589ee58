import { Camera } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/i18n/i18n";
import { repeatable } from "@/lib/load-code";
import { Button } from "@/ui/button";
import { lazily } from "@/ui/lazily";
import { Lights } from "@/ui/lights";
import type { PreviewBodyProps } from "./preview-body";

export const PreviewBody = lazily(
  repeatable(
    () => import("./preview-body"),
    (m) => m.PreviewBody,
  ),
);

export interface PreviewProps extends PreviewBodyProps {
  readonly mode: "video" | "text";
  /** The number of people here; null if it is unknown, or too small to say anything. */
  readonly online: number | null;
  /** The device pickers, if there are devices to choose from. */
  readonly devices: ReactNode;
  readonly className?: string;
}

/**
 * The two lights, until the visitor opens the camera; then the own picture and sound level, which
 * no partner receives yet.
 */
export function Preview({ mode, online, devices, className, ...body }: PreviewProps) {
  const { preview: m, entrance } = useMessages();
  const isOpen = mode === "video" && body.media.at !== "closed";
  return (
    <section aria-label={m.label} className={className}>
      {isOpen ? (
        <div className="flex w-full flex-col gap-3 roomy:m-auto roomy:max-h-full">
          {/* As high as a picture, or higher if the text needs it. */}
          <div className="relative grid w-full grid-rows-[minmax(0,1fr)] place-items-center overflow-hidden rounded-3xl border bg-stage bg-glow shadow-float *:col-start-1 *:row-start-1 before:col-start-1 before:row-start-1 before:aspect-[16/10] before:w-full sm:before:aspect-[4/3] roomy:min-h-0 roomy:shrink roomy:before:max-h-full">
            <PreviewBody {...body} />
          </div>
          {/* Also if a device failed to open: another one may work. */}
          {devices}
        </div>
      ) : (
        <>
          <Lights
            mood="near"
            className="hidden sm:max-lg:block sm:max-lg:size-72 beside:hidden roomy:block roomy:aspect-square roomy:size-auto roomy:max-h-120 roomy:min-h-0 roomy:flex-1 roomy:shrink"
          />
          {/* Its height is reserved: the number arrives after the first paint. */}
          <p className="flex min-h-6 items-center gap-2 font-medium max-sm:min-h-0 beside:min-h-0">
            {online !== null && (
              <>
                <span aria-hidden="true" className="size-2 rounded-full bg-success" />
                {entrance.online(online)}
              </>
            )}
          </p>
          {mode === "text" ? (
            <p className="text-center text-sm text-muted-foreground">{m.wordsOnly}</p>
          ) : (
            <Button variant="outline" size="sm" onClick={body.onOpen}>
              <Camera aria-hidden="true" /> {m.open}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
