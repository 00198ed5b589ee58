import { afterEach, expect, it, vi } from "vitest";
import { watchNudity } from "./watch";

afterEach(() => vi.unstubAllGlobals());

it("reports that it cannot check where the browser forbids workers, again and again", async () => {
  vi.stubGlobal("HTMLMediaElement", { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal("document", { hidden: false });
  const close = vi.fn();
  vi.stubGlobal("createImageBitmap", async () => ({ close }));
  vi.stubGlobal(
    "Worker",
    class {
      constructor() {
        throw new DOMException("no workers here", "SecurityError");
      }
    },
  );
  const verdicts: unknown[] = [];
  const stop = watchNudity({ readyState: 4 } as HTMLVideoElement, (one) => verdicts.push(one));
  try {
    await vi.waitFor(() => expect(verdicts.length).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
    expect(close).toHaveBeenCalledTimes(verdicts.length);
  } finally {
    stop();
  }
});
