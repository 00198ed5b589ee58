import { describe, expect, it } from "vitest";
import { Judge } from "./judge";
import type { Classes } from "./worker";

const NOTHING: Classes = { drawing: 0, hentai: 0, neutral: 0, porn: 0, sexy: 0 };
const FACE: Classes = { ...NOTHING, neutral: 0.9, sexy: 0.1 };
const NUDE: Classes = { ...NOTHING, porn: 0.8, sexy: 0.1 };

function after(...looks: (Classes | null)[]) {
  const judge = new Judge();
  return looks.map((look) => judge.after(look)).at(-1);
}

describe("a picture", () => {
  it.each([
    ["of a face is fine", [FACE], "fine"],
    ["of nudity is not", [NUDE], "bare"],
    ["that was fine is not, as soon as there is some", [FACE, FACE, NUDE], "bare"],
    ["is not shown again by one harmless look", [NUDE, FACE], "bare"],
    ["nor by looks that were interrupted", [NUDE, FACE, FACE, NUDE, FACE], "bare"],
    ["is shown again by three in a row", [NUDE, FACE, FACE, FACE], "fine"],
    ["of the beach is fine", [{ ...NOTHING, sexy: 1 }], "fine"],
    ["is bare where two classes say so together", [{ ...NOTHING, porn: 0.4, sexy: 0.6 }], "bare"],
    ["that can not be looked at is not known", [FACE, null], "unknown"],
    [
      "of nudity is not shown again by a failure and a harmless look",
      [NUDE, null, FACE],
      "unknown",
    ],
    ["may be looked at again later", [null, FACE], "fine"],
  ] as const)("%s", (_what, looks, verdict) => {
    expect(after(...looks)).toBe(verdict);
  });
});
