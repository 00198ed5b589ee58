import { checkMatchClient } from "@nexuschat/client/protocol";
import { expect, it } from "vitest";
import { SPOKEN, sortedLanguages } from "./languages";

it("puts the languages of the browser first, the others by name", () => {
  const names: Record<string, string> = { de: "German", ar: "Arabic", sv: "Swedish" };
  const tags = sortedLanguages((tag) => names[tag] ?? `Z${tag}`, ["sv-SE", "xx"]).map((l) => l.tag);
  expect(tags.slice(0, 3)).toEqual(["sv", "ar", "de"]);
  expect(tags).toHaveLength(SPOKEN.length);
});

it("has no tag that the server rejects", () => {
  for (const tag of SPOKEN) {
    const find = { type: "find", find: 1, mode: "text", languages: [tag] };
    expect(checkMatchClient(JSON.stringify(find)), tag).toMatchObject({ ok: true });
  }
});
