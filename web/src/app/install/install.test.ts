// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Install } from "./install";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

/** Another visit: a tab of its own, for which the browser offers to install the site. */
function visit() {
  sessionStorage.clear();
  return reload();
}

function reload() {
  const page = new EventTarget();
  const install = new Install(page);
  const prompt = vi.fn(async () => ({ outcome: "accepted" }));
  const event = Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt });
  page.dispatchEvent(event);
  return { install, page, event, prompt };
}

describe("the offer to install the app", () => {
  it("waits for the second visit, and keeps the browser's own banner away", () => {
    const first = visit();
    expect(first.event.defaultPrevented).toBe(true);
    expect(first.install.isOffered()).toBe(false);
    expect(reload().install.isOffered()).toBe(false);
    expect(visit().install.isOffered()).toBe(true);
    expect(visit().install.isOffered()).toBe(true);
  });

  it("opens the browser's question once", () => {
    visit();
    const { install, prompt } = visit();
    const changed = vi.fn();
    install.subscribe(changed);
    install.accept();
    install.accept();
    expect(prompt).toHaveBeenCalledTimes(1);
    expect(changed).toHaveBeenCalled();
    expect(install.isOffered()).toBe(false);
  });

  it("never returns once it is dismissed", () => {
    visit();
    visit().install.dismiss();
    for (let later = 0; later < 3; later++) expect(visit().install.isOffered()).toBe(false);
  });

  it("ends when the app is installed", () => {
    visit();
    const { install, page } = visit();
    page.dispatchEvent(new Event("appinstalled"));
    expect(install.isOffered()).toBe(false);
  });

  it("is not made where storage is forbidden", () => {
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new Error("forbidden");
    });
    expect(visit().install.isOffered()).toBe(false);
  });
});
