import { CameraOff, CircleAlert, Lock } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useMessages } from "@/i18n/i18n";
import { blurState, watchBlurState, wishBlur } from "@/transport/media/background-blur";
import { Button } from "@/ui/button";
import { CopyDiagnostics } from "@/ui/copy-diagnostics";
import { Screen, ScreenIcon } from "@/ui/screen";
import { Reference } from "./reference";

export type MediaProblem = "denied" | "no-device" | "busy" | "insecure" | "unsupported" | "failed";

type Device = "camera" | "microphone";
type DeviceProblem = "denied" | "no-device" | "busy" | "failed";

export interface MediaProblemScreenProps {
  readonly problem: MediaProblem;
  /** The problem of each requested device; undefined if it is the same for both. */
  readonly devices: Readonly<Partial<Record<Device, DeviceProblem>>> | undefined;
  readonly onRetry: () => void;
  readonly onWithoutCamera: () => void;
  readonly onText: () => void;
  readonly onHome: () => void;
}

/** The ways to continue. */
interface WaysOut {
  readonly retry: boolean;
  readonly microphone: boolean;
}

export function MediaProblemScreen(props: MediaProblemScreenProps) {
  const { mediaProblem: m, devices: words } = useMessages();
  const { title, body } = m[props.problem];
  const { retry, microphone } = WAYS_OUT[props.problem];
  const noBlur = useSyncExternalStore(watchBlurState, blurState) === "failed";
  const { blur, notices } = words;
  const each = Object.entries(props.devices ?? {}) as [Device, DeviceProblem][];
  const [first, ...others] = each.map(([device, problem]) =>
    noBlur && device === "camera" ? blur.failed : notices[`${device}-${problem}`],
  );
  const Icon = props.problem === "insecure" ? Lock : retry ? CameraOff : CircleAlert;
  return (
    <Screen
      title={others.length > 0 ? m.mixed : (first ?? title)}
      art={<ScreenIcon of={Icon} />}
      actions={
        <>
          {retry && <Button onClick={props.onRetry}>{m.retry}</Button>}
          {noBlur && (
            <Button
              variant="secondary"
              onClick={() => {
                wishBlur(false);
                props.onRetry();
              }}
            >
              {blur.without}
            </Button>
          )}
          {/* A microphone that failed on its own would only fail again. */}
          {microphone && each.length === 0 && (
            <Button variant="secondary" onClick={props.onWithoutCamera}>
              {m.withoutCamera}
            </Button>
          )}
          <Button variant={retry ? "secondary" : "default"} onClick={props.onText}>
            {m.byText}
          </Button>
          <Button variant="ghost" onClick={props.onHome}>
            {m.back}
          </Button>
          <CopyDiagnostics />
        </>
      }
      className="max-w-2xl"
    >
      {others.length > 0 ? (
        [first, ...others].map((one) => <p key={one}>{one}</p>)
      ) : (
        <p>{noBlur ? blur.failed : body}</p>
      )}
      {(props.problem === "denied" || each.some(([, problem]) => problem === "denied")) && (
        <>
          <ol className="flex list-decimal flex-col gap-1.5 ps-5 marker:text-accent">
            {m.deniedSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p className="text-sm">{m.deniedBySystem}</p>
        </>
      )}
      <Reference problem={PROBLEMS[props.problem]} />
    </Screen>
  );
}

const PROBLEMS = {
  denied: "device_denied",
  "no-device": "no_device",
  busy: "device_busy",
  insecure: "insecure",
  unsupported: "unsupported",
  failed: "device_failed",
} as const;

const WAYS_OUT: Readonly<Record<MediaProblem, WaysOut>> = {
  denied: { retry: true, microphone: true },
  "no-device": { retry: true, microphone: false },
  busy: { retry: true, microphone: true },
  insecure: { retry: false, microphone: false },
  unsupported: { retry: false, microphone: false },
  failed: { retry: true, microphone: true },
};
