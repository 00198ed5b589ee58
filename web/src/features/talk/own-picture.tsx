import { useState } from "react";
import { cn } from "@/lib/utils";
import { StreamVideo } from "@/ui/stream-video";

/** The visitor's own picture, behind the whole stage, while there is nobody else to see. */
export function OwnPicture({ stream }: { readonly stream: MediaStream }) {
  const [seen, setSeen] = useState<MediaStream | null>(null);
  return (
    <div
      data-testid="own-picture"
      className={cn(
        "absolute inset-0 -z-10",
        // Until its first frame, its shades would only darken what is below it.
        seen === stream ? "animate-in fade-in-0 duration-500" : "invisible",
      )}
      aria-hidden="true"
    >
      <StreamVideo
        stream={stream}
        muted
        onLoadedData={() => setSeen(stream)}
        className="mirror absolute inset-0"
      />
      {/* The words below it stay readable whatever the picture shows. */}
      <div className="absolute inset-0 bg-shade/25" />
      <div className="absolute inset-x-0 bottom-0 h-4/5 bg-linear-to-t from-veil via-veil/80 via-55% to-transparent" />
    </div>
  );
}
