import { afterEach, describe, expect, it, vi } from "vitest";

const tones: { onended?: () => void }[] = [];
const states: string[] = [];

class FakeAudioContext {
  currentTime = 0;
  destination = {};
  resume = async () => void states.push("runs");
  suspend = async () => void states.push("rests");
}
class FakeNode {
  onended?: () => void;
  gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  constructor() {
    tones.push(this);
  }
  connect = <Node>(next: Node) => next;
  start() {}
  stop() {}
}

describe("sounds", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("suspend the audio context when the last sound has ended", async () => {
    vi.stubGlobal("AudioContext", FakeAudioContext);
    vi.stubGlobal("OscillatorNode", FakeNode);
    vi.stubGlobal("GainNode", FakeNode);
    const { play } = await import("./sounds");
    play("met");
    play("message");
    const ending = tones.flatMap(({ onended }) => onended ?? []);
    expect(ending).toHaveLength(3);
    ending[0]?.();
    ending[1]?.();
    expect(states).toEqual(["runs", "runs"]);
    ending[2]?.();
    expect(states.at(-1)).toBe("rests");
  });
});
