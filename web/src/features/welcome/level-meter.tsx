import { useEffect, useRef } from "react";
import { Loudness } from "@/transport/media/loudness";

export interface LevelMeterProps {
  readonly stream: MediaStream;
  readonly label: string;
}

/** Speech at a normal distance fills most of the bar. */
const FULL_RMS = 0.22;

/** The microphone's level. Drawn without React, because it changes with every frame. */
export function LevelMeter({ stream, label }: LevelMeterProps) {
  const meter = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (stream.getAudioTracks().length === 0) return;
    const loudness = Loudness.of(stream, 512);
    if (!loudness) return;
    let level = 0;
    let frame = 0;
    const draw = () => {
      // Rises at once and falls slowly, like perceived loudness.
      level = Math.max(Math.min(1, loudness.read() / FULL_RMS), level * 0.92);
      if (bar.current) bar.current.style.transform = `scaleX(${level})`;
      meter.current?.setAttribute("aria-valuenow", String(Math.round(level * 10)));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      loudness.close();
    };
  }, [stream]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: not every browser can style a <meter>.
    <span
      ref={meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={10}
      aria-valuenow={0}
      className="h-1.5 w-16 shrink overflow-hidden rounded-full bg-foreground/20 sm:w-24"
    >
      <span
        ref={bar}
        className="block h-full origin-left scale-x-0 rounded-full bg-success rtl:origin-right"
      />
    </span>
  );
}
