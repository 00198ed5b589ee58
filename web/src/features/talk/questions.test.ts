import { describe, expect, it } from "vitest";
import { questions as ar } from "@/i18n/questions/ar";
import { questions as de } from "@/i18n/questions/de";
import { questions as en } from "@/i18n/questions/en";
import { questions as es } from "@/i18n/questions/es";
import { questions as fr } from "@/i18n/questions/fr";
import { questions as ptBr } from "@/i18n/questions/pt-br";
import { questions as tr } from "@/i18n/questions/tr";
import { questionIndex } from "./questions";

const ALL = { en, de, es, fr, "pt-BR": ptBr, tr, ar };

describe("the icebreaker cards", () => {
  it.each(Object.entries(ALL))("in %s are as many as in English, and all different", (_, own) => {
    expect(own.length).toBe(en.length);
    expect(own.length).toBeGreaterThanOrEqual(40);
    expect(new Set(own).size).toBe(own.length);
    for (const question of own) expect(question).toMatch(/[?؟]$/);
    for (const question of own) expect(question).not.toMatch(/['"]/);
    // A card must stay small.
    for (const question of own) expect(question.length).toBeLessThanOrEqual(80);
  });

  it("begin at another one in most rooms, and come one after the other", () => {
    const rooms = Array.from({ length: 400 }, (_, i) => `AAAAAAAAAAAAAAAA${i}`);
    const firsts = rooms.map((room) => questionIndex(room, 0, en.length));
    expect(new Set(firsts).size).toBe(en.length);
    const [first = 0] = firsts;
    const [room = ""] = rooms;
    expect(questionIndex(room, 3, en.length)).toBe((first + 3) % en.length);
    expect(questionIndex(room, 999, en.length)).toBeLessThan(en.length);
  });
});
