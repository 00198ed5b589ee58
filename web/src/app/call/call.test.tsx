import type { MessageId } from "@nexuschat/client/protocol";
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_SESSION, type Phase } from "@/features/session/model";

import type { Snapshot } from "@/features/session/store";
import { NEW_TALK, type Talk } from "@/features/session/talk";
import { ROOM, showApp } from "../show-app";

function show(talk: Partial<Talk> = {}, change: Partial<Snapshot> = {}) {
  const phase: Phase = {
    at: "talking",
    room: ROOM,
    since: 0,
    link: "steady",
    talk: { ...NEW_TALK, ...talk },
  };
  const session = { ...FIRST_SESSION, lastMet: { room: ROOM.id }, phase };
  const fingerprints = { local: "sha-256 aa", remote: "sha-256 bb" };
  return showApp(session, { fingerprints, ...change }).events;
}

const line = (text: string, mine = false) => ({
  id: text as MessageId,
  mine,
  text,
  atMs: 0,
  mark: "received" as const,
});
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

beforeAll(
  () =>
    Promise.all([
      import("@/features/talk/more-panel"),
      import("@/features/talk/shortcuts-dialog"),
      import("@/features/talk/check-dialog"),
      import("@/features/talk/link-dialog"),
      import("@/features/talk/emoji-picker"),
    ]),
  30_000,
);
beforeEach(() => {
  window.matchMedia = vi.fn((media: string) => ({ matches: false, media }) as MediaQueryList);
});
afterEach(cleanup);

describe("a message", () => {
  const messages = () => screen.getByRole("log", { name: "Messages" });
  it("is folded if tall, and shown whole on a press", () => {
    show({
      lines: [line(Array.from({ length: 100 }, (_, index) => index).join("\n")), line("hi")],
    });
    const [tall, short] = messages().querySelectorAll("p[dir=auto]");
    expect(tall?.className).toContain("line-clamp-12");
    press("Show all");
    expect(tall?.className).not.toContain("line-clamp");
    press("Show less");
    expect(tall?.className).toContain("line-clamp-12");
    expect(short?.className).not.toContain("line-clamp");
    expect(screen.getAllByRole("button", { name: /^Show/ })).toHaveLength(1);
  });

  it("is folded if its characters are wide, as those of Chinese", () => {
    show({ lines: [line("漢".repeat(400)), line("a".repeat(400))] });
    const [wide, narrow] = messages().querySelectorAll("p[dir=auto]");
    expect(wide?.className).toContain("line-clamp-12");
    expect(narrow?.className).not.toContain("line-clamp");
    for (const bubble of [wide, narrow]) expect(bubble?.className).toContain("max-h-120");
  });

  it("has few links, so that a partner cannot fill the page with elements", () => {
    show({ lines: [line(Array.from({ length: 200 }, () => "http://a").join(" "))] });
    const bubble = messages().querySelector("p[dir=auto]");
    expect(bubble?.querySelectorAll("a")).toHaveLength(5);
    expect(bubble?.querySelectorAll("*").length).toBeLessThan(15);
  });

  it("is clipped to its bubble, however high its marks stack", () => {
    show({ lines: [line("z\u0335\u0301\u0327\u0360")] });
    expect(messages().querySelector("p[dir=auto]")?.className).toContain("overflow-clip");
  });
});

describe("a paste", () => {
  const box = () => screen.getByRole("textbox", { name: "Message" }) as HTMLTextAreaElement;
  const paste = (text: string) => {
    fireEvent.paste(box(), { clipboardData: { getData: () => text } });
    fireEvent.change(box(), { target: { value: text } });
  };

  it("that is too long for the box is cut, and the page says so", () => {
    show();
    paste("x".repeat(2_000_000));
    expect(box().value).toHaveLength(4_096);
    expect(screen.getByText("Too long, so only the beginning was pasted")).toBeDefined();
    fireEvent.change(box(), { target: { value: "x".repeat(4_000) } });
    expect(screen.getByText("1,952 too many")).toBeDefined();
  });

  it("that fits in the box is counted", () => {
    show();
    paste("x".repeat(4_096));
    expect(screen.getByText("2,048 too many")).toBeDefined();
  });
});

describe("blurring", () => {
  it("lasts until this visitor reveals, which takes one press", () => {
    const events = show({ revealed: false });
    const picture = screen.getByTestId("remote-video") as HTMLVideoElement;
    expect(picture.className).toContain("blur");
    expect(picture.volume).toBeCloseTo(0.25);
    press("Show myself");
    expect(events).toEqual([{ type: "reveal", on: true }]);
  });

  it("lasts until the partner reveals", () => {
    show({ partnerRevealed: false });
    expect(screen.getByText("You’re ready. Stranger isn’t yet.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Show myself" })).toBeNull();
    expect(screen.getByTestId("remote-video").className).toContain("blur");
  });

  it("ends once both reveal", () => {
    show();
    expect(screen.getByTestId("remote-video").className).not.toContain("blur");
  });
});

describe("the line", () => {
  it.each([
    ["fair", "The connection is weak. The picture may look rough."],
    ["bad", /^The connection is bad/],
  ] as const)("is explained when it is %s", (verdict, words) => {
    show({}, { quality: { verdict, roundTripMs: 0, loss: 0, receivedKbps: 0 } });
    expect(screen.getByText(words).closest('[role="status"]')).not.toBeNull();
  });
});

describe("more", () => {
  it("sets the partner's volume, and returns the focus", async () => {
    show();
    press("More");
    const panel = await screen.findByRole("dialog", { name: "More" });
    const volume = within(panel).getByRole("slider", { name: "Stranger’s volume" });
    fireEvent.change(volume, { target: { value: "0.4" } });
    expect((screen.getByTestId("remote-video") as HTMLVideoElement).volume).toBeCloseTo(0.4);
    fireEvent.keyDown(panel, { key: "Escape" });
    await vi.waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("button", { name: "More" })),
    );
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });

  it("hides the own picture, and shows it again", async () => {
    show();
    expect(screen.getByTestId("local-video")).toBeDefined();
    press("More");
    fireEvent.click(await screen.findByRole("button", { name: "Hide my own picture" }));
    expect(screen.queryByTestId("local-video")).toBeNull();
    press("More");
    fireEvent.click(await screen.findByRole("button", { name: "Show my own picture" }));
    expect(screen.getByTestId("local-video")).toBeDefined();
  });

  it("copies the conversation", async () => {
    const writeText = vi.fn(async () => {});
    Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
    show({ lines: [line("hello")] });
    press("More");
    fireEvent.click(await screen.findByRole("button", { name: "Copy the chat" }));
    expect(await screen.findByText("Copied")).toBeDefined();
    expect(writeText).toHaveBeenCalledWith(expect.stringContaining("Stranger: hello\n"));
  });

  it("shows four emoji to compare", async () => {
    show();
    press("More");
    fireEvent.click(await screen.findByRole("button", { name: "Verify this call" }));
    await screen.findByRole("dialog", { name: "Verify this call" });
    await vi.waitFor(() =>
      expect([...(screen.getByTestId("check-emoji").textContent ?? "")]).toHaveLength(4),
    );
  });

  it("remembers that sounds are off", async () => {
    show();
    press("More");
    fireEvent.click(await screen.findByRole("switch", { name: "Sounds" }));
    expect(localStorage.getItem("nexus.sounds")).toBe("off");
    localStorage.clear();
  });
});

describe("keys", () => {
  it("? lists them, except in a text field", async () => {
    show();
    fireEvent.keyDown(screen.getByRole("textbox", { name: "Message" }), { key: "?" });
    fireEvent.keyDown(document.body, { key: "?" });
    expect(await screen.findAllByRole("dialog", { name: "Keyboard shortcuts" })).toHaveLength(1);
  });

  it("Alt with M and V switches the devices from anywhere", () => {
    const events = show();
    const box = screen.getByRole("textbox", { name: "Message" });
    fireEvent.keyDown(box, { key: "µ", code: "KeyM", altKey: true });
    fireEvent.keyDown(box, { key: "√", code: "KeyV", altKey: true });
    expect(events).toEqual([
      { type: "share", microphone: false },
      { type: "share", camera: false },
    ]);
  });

  it("arrows move the own picture, and it stays on the stage", () => {
    show();
    const own = screen.getByRole("group", { name: "Your picture. Arrow keys move it." });
    const measured = (element: Element | null, sizes: object) => {
      for (const [name, value] of Object.entries(sizes)) {
        Object.defineProperty(element, name, { value, configurable: true });
      }
    };
    measured(own.closest("main"), { clientWidth: 400, clientHeight: 600 });
    const slot = { offsetLeft: 300, offsetTop: 20, offsetWidth: 80, offsetHeight: 100 };
    measured(own.parentElement, slot);
    fireEvent.keyDown(own, { key: "ArrowDown" });
    expect(own.style.translate).toBe("0px 32px");
    fireEvent.keyDown(own, { key: "ArrowRight" });
    expect(own.style.translate).toBe("20px 32px");
  });
});

describe("a partner's message", () => {
  it("opens a link only after a question that shows the whole address", async () => {
    show({ lines: [line("look: https://example.org/a?b=1 now")] });
    const link = screen.getByRole("link", { name: "https://example.org/a?b=1" });
    expect(link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(fireEvent.click(link)).toBe(false); // Prevented: the browser does not follow the link.
    const dialog = await screen.findByRole("dialog", { name: "Open this link?" });
    expect(within(dialog).getByText("https://example.org/a?b=1")).toBeDefined();
    const open = within(dialog).getByRole("link", { name: "Open in a new tab" });
    expect(open.getAttribute("target")).toBe("_blank");
    expect(open.getAttribute("rel")).toBe("noopener noreferrer nofollow");
  });

  it("is answered with an emoji at the cursor", async () => {
    show();
    const box = screen.getByRole("textbox", { name: "Message" }) as HTMLTextAreaElement;
    fireEvent.change(box, { target: { value: "ab" } });
    act(() => box.setSelectionRange(1, 1));
    press("Emoji");
    const picker = await screen.findByRole("dialog", { name: "Emoji" });
    fireEvent.click(within(picker).getByRole("button", { name: "👍" }));
    expect(box.value).toBe("a👍b");
    fireEvent.keyDown(picker, { key: "Escape" });
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(box);
  });
});

it("takes a press without a pointer, as by a screen reader, for a sign of life", () => {
  const phase: Phase = { at: "talking", room: ROOM, since: 0, link: "steady", talk: NEW_TALK };
  const { events } = showApp({ ...FIRST_SESSION, unattended: 2, phase });
  press("More");
  expect(events).toContainEqual({ type: "input", typing: false });
});
