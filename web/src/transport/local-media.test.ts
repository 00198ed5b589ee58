import { describe, expect, it } from "vitest";
import { LocalMedia, type MediaState } from "./local-media";

class FakeTrack extends EventTarget {
  enabled = true;
  readyState = "live";
  readonly kind: "audio" | "video";
  constructor(kind: "audio" | "video") {
    super();
    this.kind = kind;
  }
  stop() {
    this.readyState = "ended";
  }
}

class FakeStream {
  readonly tracks: FakeTrack[];
  constructor(kinds: ("audio" | "video")[]) {
    this.tracks = kinds.map((kind) => new FakeTrack(kind));
  }
  getTracks = () => this.tracks;
  getAudioTracks = () => this.tracks.filter((t) => t.kind === "audio");
  getVideoTracks = () => this.tracks.filter((t) => t.kind === "video");
}

type Answer = ("audio" | "video")[] | string;

/** A browser that answers each request with the devices it has, or with the name of an error. */
function media(answer: (constraints: MediaStreamConstraints) => Answer, secure = true) {
  const asked: MediaStreamConstraints[] = [];
  const states: MediaState["at"][] = [];
  const streams: FakeStream[] = [];
  const devices = {
    getUserMedia: async (constraints: MediaStreamConstraints) => {
      asked.push(constraints);
      const given = answer(constraints);
      if (typeof given === "string") throw new DOMException("no", given);
      const stream = new FakeStream(given);
      streams.push(stream);
      return stream;
    },
  } as unknown as MediaDevices;
  const local = new LocalMedia((state) => states.push(state.at), { devices, secure });
  return { local, asked, states, streams };
}

describe("LocalMedia", () => {
  it("asks once and keeps what it got", async () => {
    const { local, asked } = media(() => ["audio", "video"]);
    const [first, second] = await Promise.all([
      local.open("camera-and-microphone"),
      local.open("camera-and-microphone"),
    ]);
    expect(first).toBe(second);
    await local.open("camera-and-microphone");
    expect(asked).toHaveLength(1);
    expect(first).toMatchObject({ at: "open", hasCamera: true, hasMicrophone: true });
  });

  it("goes on with sound alone where there is no camera", async () => {
    const { local } = media((c) => (c.video ? "NotFoundError" : ["audio"]));
    expect(await local.open("camera-and-microphone")).toMatchObject({
      at: "open",
      hasCamera: false,
      hasMicrophone: true,
    });
  });

  it.each([
    ["NotAllowedError", "denied"],
    ["SecurityError", "denied"],
    ["NotFoundError", "no-device"],
    ["NotReadableError", "busy"],
    ["UnknownError", "failed"],
  ])("%s is %s", async (name, problem) => {
    const { local } = media(() => name);
    expect(await local.open("camera-and-microphone")).toEqual({ at: "problem", problem });
  });

  it("does not ask a second time after a refusal", async () => {
    const { local, asked } = media(() => "NotAllowedError");
    await local.open("camera-and-microphone");
    expect(asked).toHaveLength(1);
  });

  it("knows a page without https", async () => {
    const { local } = media(() => ["audio"], false);
    expect(await local.open("microphone")).toEqual({ at: "problem", problem: "insecure" });
  });

  it("knows a browser without the API", async () => {
    const local = new LocalMedia(() => {}, { devices: undefined, secure: true });
    expect(await local.open("microphone")).toEqual({ at: "problem", problem: "unsupported" });
  });

  it("stops a camera that opens after close", async () => {
    const { local, streams, states } = media(() => ["audio", "video"]);
    const opening = local.open("camera-and-microphone");
    local.close();
    await opening;
    expect(streams[0]?.tracks.map((t) => t.readyState)).toEqual(["ended", "ended"]);
    expect(states).toEqual(["opening", "closed"]);
  });

  it("asks once for what was closed and opened again, however late the first answer comes", async () => {
    const answers: (() => void)[] = [];
    const devices = {
      getUserMedia: () =>
        new Promise((resolve) => answers.push(() => resolve(new FakeStream(["audio", "video"])))),
    } as unknown as MediaDevices;
    const local = new LocalMedia(() => {}, { devices, secure: true });
    const first = local.open("camera-and-microphone");
    local.close();
    const second = local.open("camera-and-microphone");
    answers[0]?.();
    await first;
    const third = local.open("camera-and-microphone");
    expect(answers).toHaveLength(2);
    answers[1]?.();
    expect(await third).toBe(await second);
  });

  it("mutes by the track, also what opens later", async () => {
    const { local, streams } = media(() => ["audio", "video"]);
    local.setMicrophone(false);
    await local.open("camera-and-microphone");
    expect(streams[0]?.tracks.map((t) => t.enabled)).toEqual([false, true]);
    local.setCamera(false);
    local.setMicrophone(true);
    expect(streams[0]?.tracks.map((t) => t.enabled)).toEqual([true, false]);
  });

  it("notices a camera that is unplugged", async () => {
    const { local, streams } = media(() => ["audio", "video"]);
    await local.open("camera-and-microphone");
    const camera = streams[0]?.getVideoTracks()[0];
    camera?.stop();
    camera?.dispatchEvent(new Event("ended"));
    expect(local.state).toMatchObject({ at: "open", hasCamera: false, hasMicrophone: true });
  });
});

describe("a chosen device", () => {
  function withChoice(problem?: "OverconstrainedError" | "NotReadableError") {
    const asked: MediaStreamConstraints[] = [];
    const devices = {
      getUserMedia: async (constraints: MediaStreamConstraints) => {
        asked.push(constraints);
        if (problem && asked.length === 1) throw new DOMException("no", problem);
        return new FakeStream(["audio", "video"]);
      },
    } as unknown as MediaDevices;
    const choice = { camera: "back", microphone: null };
    const local = new LocalMedia(() => {}, { devices, secure: true, choice: () => choice });
    return { local, asked };
  }

  it("is the one that is opened", async () => {
    const { local, asked } = withChoice();
    await local.open("camera-and-microphone");
    expect(asked).toHaveLength(1);
    expect(asked[0]?.video).toMatchObject({ deviceId: { exact: "back" } });
    expect(asked[0]?.video).not.toHaveProperty("facingMode");
    expect(asked[0]?.audio).not.toHaveProperty("deviceId");
  });

  it.each([
    ["it is gone", "OverconstrainedError"],
    ["another program holds it", "NotReadableError"],
  ] as const)("is done without once %s", async (_why, problem) => {
    const { local, asked } = withChoice(problem);
    expect(await local.open("camera-and-microphone")).toMatchObject({
      at: "open",
      hasCamera: true,
    });
    expect(asked[1]?.video).not.toHaveProperty("deviceId");
  });
});
