import { MicOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useMessages } from "@/i18n/i18n";
import { watchSpeech } from "@/transport/media/speech-watch";
import { Badge } from "@/ui/badge";
import { useCall } from "./call-context";

const SHOWN_MS = 4_000;

/** Warns visitors that speak into a muted microphone. */
export function CallMutedHint() {
  const { snapshot, talking } = useCall();
  const { session, media } = snapshot;
  const m = useMessages().controls;
  const muted = talking && !session.share.microphone;
  const open = muted && media.at === "open" && media.microphone === "live" ? media : null;
  const stream = open?.stream;
  const device = open?.inUse?.microphone;
  const [spokeAt, setSpokeAt] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another device has another track.
  useEffect(() => {
    const [track] = stream?.getAudioTracks() ?? [];
    if (!track) return;
    const stop = watchSpeech(track, () => setSpokeAt(Date.now()));
    return () => {
      stop();
      setSpokeAt(null);
    };
  }, [stream, device]);
  useEffect(() => {
    if (spokeAt === null) return;
    const timer = setTimeout(() => setSpokeAt(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [spokeAt]);
  return (
    <div role="status" className="empty:hidden">
      {spokeAt !== null && (
        <Badge variant="glass" className="animate-in fade-in-0">
          <MicOff aria-hidden="true" /> {m.youAreMuted}
        </Badge>
      )}
    </div>
  );
}
