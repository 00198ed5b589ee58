import { secretbox } from "@noble/ciphers/salsa.js";
import { describe, expect, it } from "vitest";
import type { Evidence } from "@/lib/evidence";
import { seal } from "./seal";
import { type Net, sendEvidence } from "./send-evidence";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("a sealed box", () => {
  it("is that of libsodium's crypto_box_seal", () => {
    // tests/scenarios/evidence.test.ts opens boxes with libsodium itself.
    const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
    const key = Buffer.from(
      "8dafcfeeae9045ee9a78d78a99fcf32e7781e441eb073096c342b8e2dcc3b612",
      "hex",
    );
    const box = seal(new TextEncoder().encode("what was seen"), key, secret);
    expect(hex(box)).toBe(
      "8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285ffe4188552a09483ea9be508fc4fc9deabb07107f7f4e94fdb41247447e",
    );
  });

  it("differs each time, and is 48 bytes longer than its text", () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));
    const text = new Uint8Array(1000);
    const [one, other] = [seal(text, key), seal(text, key)];
    expect(one).toHaveLength(1048);
    expect(hex(one)).not.toBe(hex(other));
    expect(secretbox(new Uint8Array(32), new Uint8Array(24)).seal(text)).toHaveLength(1016);
  });
});

describe("sending evidence", () => {
  const KEY = `CQ${"A".repeat(41)}`;
  const picture = (bytes: number) => new Blob([new Uint8Array(bytes)]);
  const evidence = (pictures: readonly Blob[], bytesMax = 262_144): Evidence => ({
    to: { key: KEY, bytesMax },
    pictures,
    chat: [{ mine: false, text: "come here", atMs: 1.5 }],
  });
  /** Answers with these statuses in turn; null: the network fails. */
  function net(...statuses: readonly (number | null)[]) {
    const requests: (RequestInit | undefined)[] = [];
    const post: Net["post"] = async (_, init) => {
      const status = statuses[requests.push(init) - 1] ?? null;
      if (status === null) throw new TypeError("no network");
      return new Response(null, { status });
    };
    return { requests, post, pause: async () => {} };
  }

  it("posts the box under the token of the report", async () => {
    const to = net(204);
    expect(await sendEvidence("room", "token", evidence([picture(10)]), to)).toBe(true);
    expect(to.requests).toHaveLength(1);
    expect(to.requests[0]).toMatchObject({
      method: "POST",
      headers: { Authorization: "Bearer token" },
    });
  });

  it("tries again after a failure that may pass", async () => {
    const to = net(null, 503, 204);
    expect(await sendEvidence("room", "token", evidence([]), to)).toBe(true);
    expect(await sendEvidence("room", "token", evidence([]), net(null, 409))).toBe(true);
    expect(await sendEvidence("room", "token", evidence([]), net(null, null, null))).toBe(false);
  });

  it("does not try again after a refusal", async () => {
    const to = net(413, 204);
    expect(await sendEvidence("room", "token", evidence([]), to)).toBe(false);
    expect(to.requests).toHaveLength(1);
  });

  it("leaves the oldest pictures out if not all fit", async () => {
    const to = net(204);
    const pictures = [picture(3000), picture(3000), picture(3000)];
    expect(await sendEvidence("room", "token", evidence(pictures, 9_000), to)).toBe(true);
    const body = to.requests[0]?.body;
    const bytes = body instanceof Blob ? body.size : 0;
    expect(bytes).toBeGreaterThan(8_000);
    expect(bytes).toBeLessThanOrEqual(9_000);
    expect(await sendEvidence("room", "token", evidence(pictures, 100), net(204))).toBe(false);
  });
});
