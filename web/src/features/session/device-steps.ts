import type { MediaProblem } from "@/transport/media/media-state";
import type { Step } from "./effect";
import { offerDue } from "./match-steps";
import type { Event, Notice, Phase, Session } from "./model";
import { linkAgain } from "./reload-steps";
import { announced, isInCall, notifyMedia, same, search, to } from "./transitions";
import { awaitingDevices, devicesOpened, withoutCamera } from "./video-wish-steps";

// The visitor's own camera and microphone: switched, opened, refused, paused, unplugged.

export type DeviceEvent = Extract<
  Event,
  { type: "share" | "ask-again" | "media-open" | "media-problem" | "device-news" }
>;

export function stepDevices(session: Session, event: DeviceEvent, now: number): Step {
  switch (event.type) {
    case "share": {
      const { microphone = session.share.microphone, camera = session.share.camera } = event;
      const next: Session = { ...session, share: { microphone, camera } };
      return [next, [{ do: "share", microphone, camera }, ...notifyMedia(next)]];
    }
    case "ask-again": {
      const { device } = event;
      const [next, effects] = stepDevices(session, { type: "share", [device]: true }, now);
      return [next, [...effects, { do: "ask-again", device }]];
    }
    case "media-open": {
      const { microphone, camera, idle = { microphone: false, camera: false } } = event;
      const next: Session = { ...session, devices: { microphone, camera }, idle };
      if (session.phase.at === "requesting-media") return search(next, now);
      const asked = awaitingDevices(session.phase);
      if (asked) return devicesOpened(next, asked);
      if (isWithoutLink(session.phase)) return linkAgain(next);
      // The pre-generated offer may belong to other devices.
      return [next, [...notifyMedia(next, session), ...offerDue(next)[1]]];
    }
    case "media-problem": {
      const { problem, devices } = event;
      const next: Session = { ...session, devices: { microphone: false, camera: false } };
      const asked = awaitingDevices(session.phase);
      if (asked) return withoutCamera(next, asked, noticeOf(devices?.camera ?? problem));
      if (isWithoutLink(session.phase)) return linkAgain(next);
      if (session.phase.at !== "requesting-media") return [next, notifyMedia(next)];
      return same(to(next, { at: "media-error", problem, ...(devices ? { devices } : {}) }));
    }
    case "device-news":
      // Outside a call the preview shows it.
      if (!isInCall(session.phase)) return same(session);
      return announced(session, `${event.device}-${event.news}`);
  }
}

/** Without the camera's own reason the whole request failed. */
function noticeOf(problem: MediaProblem): Notice {
  return problem === "insecure" || problem === "unsupported"
    ? "camera-failed"
    : `camera-${problem}`;
}

function isWithoutLink(phase: Phase): boolean {
  return phase.at === "talking" && phase.link === "absent";
}
