import { describe, expect, it } from "vitest";
import { CHAT_LINES_MAX } from "./chat";
import {
  EVIDENCE_CHAT_BYTES_MAX,
  EVIDENCE_LINES_MAX,
  type EvidenceLine,
  evidenceLines,
  evidenceText,
} from "./evidence";
import { byteLength } from "./text";

/** As in the schema: the limit of one chat message. */
const LINE_BYTES_MAX = 2048;
const ABUSE = "I know where you live, I will find you";

const line = (text: string, atMs = 0): EvidenceLine => ({ mine: false, text, atMs });
const bytesOf = (lines: readonly EvidenceLine[]) =>
  lines.reduce((sum, { text }) => sum + byteLength(text), 0);

describe("the messages of a report", () => {
  it("are all that the page keeps", () => {
    expect(EVIDENCE_LINES_MAX).toBe(CHAT_LINES_MAX);
    const said = Array.from({ length: 30 }, (_, i) => line(`line ${i}`, i));
    expect(evidenceLines(said)).toEqual(said);
    expect(evidenceLines([])).toEqual([]);
  });

  it.each([
    ["many short ones", "k"],
    ["many of the longest", "k".repeat(LINE_BYTES_MAX)],
    ["many of quotes, which are escaped", '"'.repeat(LINE_BYTES_MAX)],
    ["many of emoji", "😀".repeat(LINE_BYTES_MAX / 4)],
  ])("hold an earlier one whole in spite of %s", async (_, flood) => {
    const lines = evidenceLines([
      line(ABUSE),
      ...Array.from({ length: EVIDENCE_LINES_MAX - 1 }, () => line(flood)),
    ]);
    expect(lines[0]?.text).toBe(ABUSE);
    expect(bytesOf(lines)).toBeLessThanOrEqual(EVIDENCE_CHAT_BYTES_MAX);
    // Room for a picture is left within the 256 KiB of a box.
    const text = await evidenceText("r".repeat(22), { pictures: [], chat: lines });
    expect(byteLength(text)).toBeLessThan(160 * 1024);
  });

  it("shorten the longest ones only as far as needed, and show where", () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    for (let round = 0; round < 50; round += 1) {
      const said = Array.from({ length: random(EVIDENCE_LINES_MAX + 1) }, () =>
        line(["a", "é", "語", "😀"][random(4)]?.repeat(1 + random(500)) ?? ""),
      );
      const lines = evidenceLines(said);
      const context = `seed ${seed}, round ${round}`;
      expect(lines, context).toHaveLength(said.length);
      expect(bytesOf(lines), context).toBeLessThanOrEqual(EVIDENCE_CHAT_BYTES_MAX);
      const isCut = (at: number) => lines[at]?.text !== said[at]?.text;
      const cut = [...lines.keys()].filter(isCut);
      const whole = [...lines.keys()].filter((at) => !isCut(at));
      const longestWhole = Math.max(0, ...whole.map((at) => byteLength(said[at]?.text ?? "")));
      for (const at of cut) {
        const text = lines[at]?.text ?? "";
        expect(text.endsWith("…"), context).toBe(true);
        expect(said[at]?.text.startsWith(text.slice(0, -1)), context).toBe(true);
        expect(byteLength(said[at]?.text ?? ""), context).toBeGreaterThan(longestWhole);
      }
      // A shortened line loses at most a character of its share.
      if (cut.length > 0) {
        expect(bytesOf(lines), context).toBeGreaterThan(EVIDENCE_CHAT_BYTES_MAX - 5 * lines.length);
      }
    }
  });
});
