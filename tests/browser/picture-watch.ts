import type { VisitorPage } from "./visitor-page.ts";

type Looking = { __still?: { timer: number; longest: number } };

/** Watches in the page itself until stopped; returns the longest time without a newly decoded picture. */
export async function watchPicture({ page }: VisitorPage): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const still = { timer: 0, longest: 0 };
    let [frames, since] = [0, performance.now()];
    const look = async () => {
      let now = 0;
      for (const connection of window.__connections) {
        for (const report of (await connection.getStats()).values()) {
          if (report.type === "inbound-rtp" && report.kind === "video") now += report.framesDecoded;
        }
      }
      still.longest = Math.max(still.longest, performance.now() - since);
      if (now > frames) [frames, since] = [now, performance.now()];
    };
    still.timer = window.setInterval(() => void look(), 100);
    (window as Looking).__still = still;
  });
  return () =>
    page.evaluate(() => {
      const { timer = 0, longest = Number.POSITIVE_INFINITY } = (window as Looking).__still ?? {};
      clearInterval(timer);
      return Math.round(longest);
    });
}
