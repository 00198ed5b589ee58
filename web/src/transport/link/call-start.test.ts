import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CallStart, watchCallStart } from "./call-start";

type Fields = Readonly<Record<string, unknown>>;

function stats(local: Fields, framesDecoded: number | undefined): RTCStats[] {
  return [
    { id: "T", type: "transport", timestamp: 0, selectedCandidatePairId: "P" },
    { id: "P", type: "candidate-pair", timestamp: 0, localCandidateId: "L" },
    { id: "L", type: "local-candidate", timestamp: 0, ...local },
    { id: "A", type: "inbound-rtp", timestamp: 0, kind: "audio" },
    { id: "V", type: "inbound-rtp", timestamp: 0, kind: "video", framesDecoded },
  ] as unknown as RTCStats[];
}

const HOST = { candidateType: "host" };

describe("the start of a call", () => {
  let shown: RTCStats[] = [];
  let looks = 0;
  const link = {
    stats: async () => {
      looks += 1;
      return shown;
    },
  };
  const watch = () => {
    const starts: CallStart[] = [];
    const end = watchCallStart(link, Date.now() - 400, (start) => starts.push(start));
    return { starts, end };
  };

  beforeEach(() => {
    vi.useFakeTimers();
    looks = 0;
  });
  afterEach(() => void vi.useRealTimers());

  it("is reported once, with the time from the match to the first frame", async () => {
    shown = stats(HOST, 0);
    const { starts } = watch();
    await vi.advanceTimersByTimeAsync(250);
    expect(starts).toEqual([]);
    shown = stats(HOST, 1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(starts).toEqual([{ path: "direct", setupMs: 700 }]);
    expect(looks).toBe(4);
  });

  it("is reported without a time if the partner sends no picture", async () => {
    shown = stats(HOST, undefined);
    const { starts } = watch();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(starts).toEqual([{ path: "direct" }]);
  });

  it("is not reported after the end", async () => {
    shown = stats(HOST, 0);
    const { starts, end } = watch();
    await vi.advanceTimersByTimeAsync(250);
    end();
    shown = stats(HOST, 1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(starts).toEqual([]);
    expect(looks).toBe(3);
  });

  it.each([
    [{ candidateType: "srflx" }, "direct"],
    [{ candidateType: "relay", relayProtocol: "udp" }, "relay_udp"],
    [{ candidateType: "relay", relayProtocol: "tcp" }, "relay_tcp"],
    [{ candidateType: "relay", relayProtocol: "tls" }, "relay_tls"],
    // A browser that does not name the protocol.
    [{ candidateType: "relay" }, "relay_udp"],
    [{ id: "another" }, "none"],
  ] as const)("over %o has the path %s", async (local, path) => {
    shown = stats(local, 1);
    const { starts } = watch();
    await vi.advanceTimersByTimeAsync(0);
    expect(starts).toEqual([{ path, setupMs: 400 }]);
  });
});
