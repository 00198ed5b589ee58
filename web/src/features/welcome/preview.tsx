import { Camera, CameraOff, Mic, MicOff } from "lucide-react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Lights } from "@/ui/lights";
import { StreamVideo } from "@/ui/stream-video";

export type PreviewState =
  | { readonly at: "closed" }
  | { readonly at: "opening" }
  | {
      readonly at: "open";
      readonly stream: MediaStream;
      readonly hasCamera: boolean;
      readonly hasMicrophone: boolean;
    }
  | { readonly at: "problem" };

export interface PreviewProps {
  readonly mode: "video" | "text";
  readonly media: PreviewState;
  readonly onOpen: () => void;
}

/** How others will see you, before anybody does. */
export function Preview({ mode, media, onOpen }: PreviewProps) {
  return (
    <section
      aria-label="Camera preview"
      className="relative grid aspect-[16/10] w-full place-items-center overflow-hidden rounded-3xl border bg-stage bg-glow shadow-float sm:aspect-[4/3] lg:aspect-[5/4]"
    >
      {mode === "text" ? (
        <div className="flex flex-col items-center gap-1 p-6 text-center">
          <Lights mood="still" className="size-32 sm:size-44" />
          <p className="max-w-64 text-muted-foreground">
            Words only. Your camera and microphone stay off.
          </p>
        </div>
      ) : (
        <PreviewBody media={media} onOpen={onOpen} />
      )}
    </section>
  );
}

function PreviewBody({ media, onOpen }: Pick<PreviewProps, "media" | "onOpen">) {
  switch (media.at) {
    case "open":
      return (
        <>
          {media.hasCamera ? (
            <StreamVideo
              stream={media.stream}
              muted
              data-testid="local-video"
              aria-label="Your camera"
              className="mirror absolute inset-0"
            />
          ) : (
            <p className="flex items-center gap-2 text-muted-foreground">
              <CameraOff className="size-5" aria-hidden="true" /> No camera found
            </p>
          )}
          <div className="absolute bottom-4 left-4 flex flex-wrap gap-2">
            <Badge variant="glass">
              {media.hasCamera ? <Camera aria-hidden="true" /> : <CameraOff aria-hidden="true" />}
              {media.hasCamera ? "Camera ready" : "No camera"}
            </Badge>
            <Badge variant="glass">
              {media.hasMicrophone ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
              {media.hasMicrophone ? "Microphone ready" : "No microphone"}
            </Badge>
          </div>
        </>
      );
    case "opening":
      return <p className="animate-breathe text-muted-foreground">Waiting for your camera…</p>;
    case "closed":
    case "problem":
      return (
        <div className="flex flex-col items-center gap-4 p-6 text-center">
          <Camera className="size-8 text-primary" strokeWidth={1.6} aria-hidden="true" />
          <p className="max-w-64 text-muted-foreground">
            {media.at === "problem"
              ? "The camera did not open. You can try again, or see what to do after Start."
              : "Have a look at yourself before anybody else does."}
          </p>
          <Button variant="secondary" size="sm" onClick={onOpen}>
            Preview camera
          </Button>
        </div>
      );
  }
}
