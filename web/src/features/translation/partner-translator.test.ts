import { LIMITS, type MessageId } from "@nexuschat/client/protocol";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatLine } from "@/lib/chat";
import { FakeBrowserTranslation } from "@/lib/fake-browser-translation";
import { byteLength } from "@/lib/text";
import { PartnerTranslator, UNDETECTED_MAX } from "./partner-translator";
import { QUEUE_MAX, TRANSLATION_BYTES_MAX } from "./translator-model";

let browser: FakeBrowserTranslation;
let translator: PartnerTranslator;
let lines: ChatLine[];

/** Takes another message of the partner, or of the visitor. Its id is its text. */
function say(text: string, mine = false): MessageId {
  const id = text as MessageId;
  lines = [...lines, { id, mine, text, atMs: 0, mark: mine ? "delivered" : "received" }];
  translator.update(lines);
  return id;
}

const at = (id: MessageId) => translator.note(id)?.at;
const reach = (id: MessageId, state: string | undefined) =>
  vi.waitFor(() => expect(at(id)).toBe(state));
/** Lets every answer of the browser arrive that is already on its way. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

async function offered(text: string): Promise<MessageId> {
  const id = say(text);
  await reach(id, "offered");
  return id;
}

beforeEach(() => {
  browser = new FakeBrowserTranslation();
  translator = new PartnerTranslator({ api: browser.api, target: "en", known: ["de", "he"] });
  lines = [];
});

describe("the offer to translate", () => {
  it("stands below messages in other languages than the visitor's", async () => {
    const french = await offered("fr bonjour");
    const others = ["en hello", "de hallo", "iw shalom", "en-GB hello", "🎉 1 2 3", "fr? x"].map(
      (text) => say(text),
    );
    const own = say("fr salut", true);
    await vi.waitFor(() => expect(browser.detected).toContain("fr? x"));
    await settle();
    expect(at(french)).toBe("offered");
    for (const id of [...others, own]) expect(translator.note(id)).toBeUndefined();
    expect(browser.detected).not.toContain("🎉 1 2 3");
    expect(browser.detected).not.toContain("fr salut");
    expect([...translator.languages()]).toContainEqual([french, "fr"]);
    expect([...translator.languages().keys()]).not.toContain("fr? x");
  });

  it("is made for a message of uncertain language if the partner's language is known", async () => {
    const before = say("fr? oui");
    await vi.waitFor(() => expect(browser.detected).toContain("fr? oui"));
    await settle();
    await offered("fr bonjour");
    expect(translator.note(await offered("fr? non"))).toEqual({ at: "offered", from: "fr" });
    expect(translator.note(before)).toBeUndefined();
  });

  it("does not take an address for words", async () => {
    const id = say("https://fr.example/bonjour");
    await offered("fr voir https://fr.example/bonjour");
    expect(translator.note(id)).toBeUndefined();
    expect(browser.detected.map((text) => text.trim())).toEqual(["fr voir"]);
  });

  it("is not made if the browser does not have the pair of languages", async () => {
    browser.availability.set("xx-en", "unavailable");
    const id = say("xx bonjour");
    await offered("fr bonjour");
    expect(translator.note(id)).toBeUndefined();
  });

  it("is not made without a model of the detector", async () => {
    browser.detectorAvailability = "unavailable";
    const create = vi.spyOn(browser.api.LanguageDetector, "create");
    const id = say("fr bonjour");
    await settle();
    say("hello", true);
    await settle();
    expect(translator.note(id)).toBeUndefined();
    expect(create).not.toHaveBeenCalled();
  });

  it("is not held up by a browser that never answers for another language", async () => {
    const { Translator } = browser.api;
    const original = Translator.availability;
    vi.spyOn(Translator, "availability").mockImplementation((pair) =>
      pair.sourceLanguage === "es" ? new Promise(() => {}) : original(pair),
    );
    say("es hola");
    await offered("fr bonjour");
  });

  it("waits for a message of the visitor if the detector needs a press for its model", async () => {
    browser.detectorAvailability = "downloadable";
    browser.activated = false;
    const id = say("fr bonjour");
    await settle();
    expect(browser.alive.detectors).toBe(0);
    browser.activated = true;
    say("fr encore");
    await settle();
    expect(browser.alive.detectors).toBe(0);
    say("hello", true);
    await reach(id, "offered");
  });
});

describe("a translation", () => {
  it("follows a press", async () => {
    const id = await offered("fr bonjour");
    translator.translate(id);
    expect(at(id)).toBe("waiting");
    await reach(id, "done");
    expect(translator.note(id)).toEqual({ at: "done", from: "fr", text: "en bonjour" });
    expect(browser.created).toEqual([{ sourceLanguage: "fr", targetLanguage: "en" }]);
    translator.translate(id);
    expect(at(id)).toBe("done");
  });

  it("is as clean as a message, and limited in length", async () => {
    const id = await offered("fr bonjour");
    browser.answersAtOnce = false;
    translator.translate(id);
    await vi.waitFor(() => expect(browser.pending).toHaveLength(1));
    browser.pending[0]?.answer(`\u202eabc\u0000\n\n\n\n${"é".repeat(100_000)}`);
    await reach(id, "done");
    const note = translator.note(id);
    if (note?.at !== "done") throw new Error("not translated");
    expect(note.text).toMatch(/^abc\n\né+$/);
    expect(byteLength(note.text)).toBeLessThanOrEqual(TRANSLATION_BYTES_MAX);
    expect(byteLength(note.text)).toBeGreaterThan(LIMITS.chatBytesMax);
  });

  it("that fails can be tried again, with a new translator", async () => {
    const id = await offered("fr bonjour");
    browser.answersAtOnce = false;
    translator.translate(id);
    await vi.waitFor(() => expect(browser.pending).toHaveLength(1));
    browser.pending[0]?.fail("UnknownError");
    await reach(id, "failed");
    browser.answersAtOnce = true;
    translator.translate(id);
    await reach(id, "done");
    expect(browser.created).toHaveLength(2);
    expect(browser.alive.translators).toBe(1);
  });

  it("in which nothing is visible has failed", async () => {
    const id = await offered("fr bonjour");
    browser.answersAtOnce = false;
    translator.translate(id);
    await vi.waitFor(() => expect(browser.pending).toHaveLength(1));
    browser.pending[0]?.answer("\u2060 ");
    await reach(id, "failed");
  });

  it("from another language takes the place of the first translator", async () => {
    const [french, spanish] = [await offered("fr bonjour"), await offered("es hola")];
    translator.translate(french);
    await reach(french, "done");
    translator.translate(spanish);
    await reach(spanish, "done");
    expect(browser.alive.translators).toBe(1);
    expect(at(french)).toBe("done");
  });
});

describe("a download", () => {
  beforeEach(() => browser.availability.set("fr-en", "downloadable"));

  it("begins with the press, and shows its progress", async () => {
    const id = await offered("fr bonjour");
    expect(browser.created).toEqual([]);
    translator.translate(id);
    expect(browser.created).toHaveLength(1); // Within the press, which the browser requires.
    expect(translator.note(id)).toMatchObject({ at: "waiting", loaded: null });
    await vi.waitFor(() => expect(browser.downloads).toHaveLength(1));
    browser.downloads[0]?.progress(0.405);
    expect(translator.note(id)).toMatchObject({ at: "waiting", loaded: 0.4 });
    browser.downloads[0]?.finish();
    await reach(id, "done");
  });

  it("can be given up, and begun again", async () => {
    const id = await offered("fr bonjour");
    translator.translate(id);
    await vi.waitFor(() => expect(browser.downloads).toHaveLength(1));
    translator.giveUp();
    expect(at(id)).toBe("offered");
    browser.downloads[0]?.progress(1);
    await settle();
    expect(at(id)).toBe("offered");
    expect(browser.alive.translators).toBe(0);
    browser.activated = true;
    translator.translate(id);
    await vi.waitFor(() => expect(browser.downloads).toHaveLength(2));
    browser.downloads[1]?.finish();
    await reach(id, "done");
  });

  it("that fails says so at each message that waits for it", async () => {
    const ids = [await offered("fr un"), await offered("fr deux")];
    for (const id of ids) translator.translate(id);
    await vi.waitFor(() => expect(browser.downloads).toHaveLength(1));
    browser.downloads[0]?.fail("NetworkError");
    for (const id of ids) await reach(id, "failed");
    browser.availability.set("fr-en", "available");
    for (const id of ids) translator.translate(id);
    for (const id of ids) await reach(id, "done");
  });
});

describe("everything", () => {
  async function everything(): Promise<MessageId> {
    const id = await offered("fr un");
    expect(translator.offer(id)).toBeNull();
    translator.translate(id);
    await reach(id, "done");
    expect(translator.offer(id)).toBe("everything");
    translator.translateEverything(true);
    expect(translator.offer(id)).toBe("stop");
    return id;
  }

  it("translates the messages that are there and those that arrive, until it is stopped", async () => {
    const early = await offered("fr avant");
    const id = await everything();
    await reach(early, "done");
    const next = say("fr deux");
    await reach(next, "done");
    expect(translator.offer(id)).toBeNull();
    expect(translator.offer(next)).toBe("stop");
    translator.translateEverything(false);
    await offered("fr trois");
  });

  it("is offered again after it was given up", async () => {
    const id = await everything();
    translator.giveUp();
    expect(browser.alive.translators).toBe(0);
    expect(translator.offer(id)).toBe("everything");
    const next = await offered("fr deux");
    translator.translateEverything(true);
    await reach(next, "done");
  });

  it("leaves a message alone whose translation is the same", async () => {
    await everything();
    browser.answersAtOnce = false;
    const id = say("fr? ok");
    await vi.waitFor(() => expect(browser.pending).toHaveLength(1));
    browser.pending[0]?.answer("fr? ok");
    await reach(id, undefined);
  });

  it("downloads no other language without a press", async () => {
    await everything();
    const id = await offered("es hola");
    await settle();
    expect(at(id)).toBe("offered");
    expect(browser.created).toHaveLength(1);
  });

  it("costs a limited amount in a flood: the newest messages stay in the queue", async () => {
    await everything();
    browser.answersAtOnce = false;
    const flood: MessageId[] = [];
    for (let n = 0; n < 40; n++) {
      const id = say(`fr flood ${n}`);
      flood.push(id);
      await vi.waitFor(() => expect(translator.note(id)).toBeDefined());
      const waiting = flood.filter((one) => at(one) === "waiting");
      expect(waiting.length).toBeLessThanOrEqual(QUEUE_MAX + 1);
    }
    expect(browser.pending).toHaveLength(1);
    expect(flood.slice(-QUEUE_MAX).every((id) => at(id) === "waiting")).toBe(true);
    expect(at(flood[1] as MessageId)).toBe("offered");
  });
});

it("detects the languages of the newest messages of a burst", async () => {
  await offered("fr bonjour");
  const burst = Array.from({ length: 60 }, (_, n) => `fr burst ${n}`);
  const received = burst.map((text) => ({ text, mine: false, atMs: 0, mark: "received" }) as const);
  lines = [...lines, ...received.map((line) => ({ ...line, id: line.text as MessageId }))];
  translator.update(lines);
  for (const id of burst) await reach(id as MessageId, "offered");
  expect(browser.detected).toHaveLength(1 + UNDETECTED_MAX);
});

it("forgets messages that the chat has dropped", async () => {
  const id = await offered("fr bonjour");
  browser.answersAtOnce = false;
  translator.translate(id);
  await vi.waitFor(() => expect(browser.pending).toHaveLength(1));
  lines = [];
  say("en hello");
  browser.pending[0]?.answer("en bonjour");
  await settle();
  expect(translator.note(id)).toBeUndefined();
});

describe("the end of the conversation", () => {
  it("frees the models, and leaves the translations", async () => {
    const [done, open] = [await offered("fr un"), await offered("fr deux")];
    translator.translate(done);
    await reach(done, "done");
    browser.answersAtOnce = false;
    translator.translate(open);
    await vi.waitFor(() => expect(browser.pending).toHaveLength(1));
    translator.close();
    expect(browser.alive).toEqual({ translators: 0, detectors: 0 });
    browser.pending[0]?.answer("en deux");
    say("fr trois");
    translator.translate(open);
    await settle();
    expect(at(done)).toBe("done");
    expect(translator.offer(done)).toBeNull();
    expect(translator.note(open)).toBeUndefined();
    expect(browser.created).toHaveLength(1);
  });

  it("frees models that arrive after it", async () => {
    browser.availability.set("fr-en", "downloadable");
    const id = await offered("fr un");
    translator.translate(id);
    await vi.waitFor(() => expect(browser.downloads).toHaveLength(1));
    browser.downloads[0]?.finish();
    translator.close();
    await settle();
    expect(browser.alive.translators).toBe(0);

    const late = new PartnerTranslator({ api: browser.api, target: "en", known: [] });
    late.update(lines);
    late.close();
    await settle();
    expect(browser.alive.detectors).toBe(0);
  });
});
