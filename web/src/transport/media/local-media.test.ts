import { describe, expect, it } from "vitest";
import { FakeStream } from "./fake-devices";
import { LocalMedia } from "./local-media";
import type { MediaState } from "./media-state";

type Answer = ("audio" | "video")[] | string;

/** A browser that answers each request with its devices, or with the name of an error. */
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
  const permission = async () => "denied" as const;
  const local = new LocalMedia((state) => states.push(state.at), { devices, secure, permission });
  return { local, asked, states, streams };
}

describe("LocalMedia", () => {
  it("asks once and keeps the devices", async () => {
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

  it("continues with sound alone if there is no camera", async () => {
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

  it("detects a page without https", async () => {
    const { local } = media(() => ["audio"], false);
    expect(await local.open("microphone")).toEqual({ at: "problem", problem: "insecure" });
  });

  it("detects a browser without the API", async () => {
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

  it("asks once after a close and reopen, however late the first answer arrives", async () => {
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

  it("mutes the microphone by its track, including one that opens later", async () => {
    const { local, streams } = media(() => ["audio", "video"]);
    local.setMicrophone(false);
    await local.open("camera-and-microphone");
    expect(streams[0]?.tracks.map((t) => t.enabled)).toEqual([false, true]);
    local.setMicrophone(true);
    expect(streams[0]?.tracks.map((t) => t.enabled)).toEqual([true, true]);
  });

  it("keeps the wish after all devices were unplugged, until the end of the visit", async () => {
    const { local, streams } = media(() => ["audio"]);
    await local.open("microphone");
    const [microphone] = streams[0]?.tracks ?? [];
    microphone?.stop();
    microphone?.dispatchEvent(new Event("ended"));
    expect([local.state.at, local.want]).toEqual(["problem", "microphone"]);
    local.close();
    expect(local.want).toBe("camera-and-microphone");
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

  it("is opened", async () => {
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

describe("another device, while they are open", () => {
  /** A visitor with the cameras `there`, who starts with "front" and the microphone "desk". */
  async function opened(there: readonly string[] = ["front", "back"]) {
    const choice = { camera: "front", microphone: "desk" };
    const asked: MediaStreamConstraints[] = [];
    const given: FakeStream[] = [];
    const devices = {
      getUserMedia: async (constraints: MediaStreamConstraints) => {
        asked.push(constraints);
        const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind]);
        const video = constraints.video as MediaTrackConstraints | undefined;
        const camera = (video?.deviceId as ConstrainDOMStringParameters | undefined)?.exact;
        if (video && !there.includes(String(camera)))
          throw new DOMException("no", "NotReadableError");
        const stream = new FakeStream(kinds, String(camera));
        given.push(stream);
        return stream;
      },
    } as unknown as MediaDevices;
    const states: MediaState["at"][] = [];
    const local = new LocalMedia((state) => states.push(state.at), {
      ...{ devices, secure: true, choice: () => choice },
    });
    await local.open("camera-and-microphone");
    const stream = given[0] as FakeStream;
    return { local, choice, asked, stream, states };
  }

  it("replaces the old one in the same stream, without any other request", async () => {
    const { local, choice, asked, stream, states } = await opened();
    const [microphone] = stream.getAudioTracks();
    const [old] = stream.getVideoTracks();
    choice.camera = "back";
    const track = await local.switchDevice("camera");
    expect(asked).toHaveLength(2);
    expect(asked[1]).not.toHaveProperty("audio");
    expect(old?.readyState).toBe("ended");
    expect(microphone?.readyState).toBe("live");
    expect(stream.getVideoTracks()).toEqual([track]);
    expect(local.stream).toBe(stream);
    expect(states).toEqual(["opening", "open", "open"]);
  });

  it("is muted like the previous one", async () => {
    const { local, choice } = await opened();
    local.setMicrophone(false);
    choice.microphone = "headset";
    expect((await local.switchDevice("microphone"))?.enabled).toBe(false);
  });

  it("may be the old one, unplugged and plugged in again", async () => {
    const { local, stream } = await opened();
    expect(await local.switchDevice("camera")).toBeNull();
    const [camera] = stream.getVideoTracks();
    camera?.stop();
    camera?.dispatchEvent(new Event("ended"));
    const track = await local.switchDevice("camera");
    expect(track?.readyState).toBe("live");
    expect(local.state).toMatchObject({ hasCamera: true });
  });

  it("that fails to open restores the old one", async () => {
    const { local, choice, stream } = await opened(["front"]);
    choice.camera = "back";
    const track = await local.switchDevice("camera");
    expect(track?.getSettings().deviceId).toBe("front");
    expect(track?.readyState).toBe("live");
    expect(stream.getVideoTracks()).toEqual([track]);
  });

  it("two at once run one after the other, and the last one stays", async () => {
    const { local, choice, stream } = await opened(["front", "back", "side"]);
    choice.camera = "back";
    const first = local.switchDevice("camera");
    await Promise.resolve();
    await Promise.resolve();
    choice.camera = "side";
    const last = await local.switchDevice("camera");
    expect((await first)?.readyState).toBe("ended");
    expect(stream.getVideoTracks()).toEqual([last]);
    expect(last?.getSettings().deviceId).toBe("side");
  });

  it("that opens after close is released", async () => {
    const { local, choice, stream } = await opened();
    choice.camera = "back";
    const switching = local.switchDevice("camera");
    await Promise.resolve();
    await Promise.resolve();
    local.close();
    expect(await switching).toBeNull();
    expect(stream.tracks.every((track) => track.readyState === "ended")).toBe(true);
  });
});
