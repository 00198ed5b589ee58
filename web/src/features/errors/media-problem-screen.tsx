import { CameraOff, CircleAlert, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";
import { Screen } from "@/ui/screen";

export type MediaProblem = "denied" | "no-device" | "busy" | "insecure" | "unsupported" | "failed";

export interface MediaProblemScreenProps {
  readonly problem: MediaProblem;
  readonly onRetry: () => void;
  readonly onWithoutCamera: () => void;
  readonly onText: () => void;
  readonly onHome: () => void;
}

interface Explanation {
  readonly title: string;
  readonly body: ReactNode;
  readonly retry: boolean;
  readonly microphone: boolean;
}

export function MediaProblemScreen(props: MediaProblemScreenProps) {
  const { title, body, retry, microphone } = EXPLANATIONS[props.problem];
  const Icon = props.problem === "insecure" ? Lock : retry ? CameraOff : CircleAlert;
  return (
    <Screen
      title={title}
      art={
        <span className="grid size-14 place-items-center rounded-2xl bg-secondary text-primary">
          <Icon className="size-6" strokeWidth={1.7} aria-hidden="true" />
        </span>
      }
      actions={
        <>
          {retry && <Button onClick={props.onRetry}>Try again</Button>}
          {microphone && (
            <Button variant="secondary" onClick={props.onWithoutCamera}>
              Go without camera
            </Button>
          )}
          <Button variant={retry ? "secondary" : "primary"} onClick={props.onText}>
            Chat by text
          </Button>
          <Button variant="ghost" onClick={props.onHome}>
            Back
          </Button>
        </>
      }
      className="max-w-2xl"
    >
      {body}
    </Screen>
  );
}

const EXPLANATIONS: Readonly<Record<MediaProblem, Explanation>> = {
  denied: {
    title: "The camera is blocked",
    body: (
      <>
        <p>This site has no permission to use your camera and microphone. To allow it:</p>
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 marker:text-primary">
          <li>Press the icon beside the address of this page.</li>
          <li>Set Camera and Microphone to “Allow”.</li>
          <li>Come back and press Try again.</li>
        </ol>
        <p className="text-sm">
          If they are allowed here, look in the privacy settings of your system.
        </p>
      </>
    ),
    retry: true,
    microphone: true,
  },
  "no-device": {
    title: "No camera or microphone found",
    body: <p>Connect one and try again, or chat by text: that needs neither.</p>,
    retry: true,
    microphone: false,
  },
  busy: {
    title: "The camera is in use",
    body: (
      <p>Another program or tab holds your camera or microphone. Close it there, then try again.</p>
    ),
    retry: true,
    microphone: true,
  },
  insecure: {
    title: "This page is not secure",
    body: (
      <p>
        Browsers give the camera only to pages opened with https. Ask whoever runs this site to
        switch it on. Text works here as it is.
      </p>
    ),
    retry: false,
    microphone: false,
  },
  unsupported: {
    title: "This browser cannot do video chat",
    body: (
      <p>
        A current Chrome, Edge, Firefox or Safari can. Browsers inside other apps often cannot: open
        this page in a real one.
      </p>
    ),
    retry: false,
    microphone: false,
  },
  failed: {
    title: "The camera did not open",
    body: <p>Something went wrong with your camera or microphone. Unplugging it often helps.</p>,
    retry: true,
    microphone: true,
  },
};
