import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Locator, test } from "@playwright/test";
import {
  type Deployment,
  NO_MESSAGE_LIMITS,
  programPath,
  startDeployment,
} from "../support/deployment.ts";
import { violations } from "./audit.ts";
import { VisitorPage } from "./visitor-page.ts";

const nexuschat = (...words: string[]) =>
  execFileSync(programPath("nexuschat"), words, { encoding: "utf8" });

test.describe("a report with evidence", () => {
  const directory = mkdtempSync(join(tmpdir(), "nexuschat-evidence-"));
  const keyFile = join(directory, "key");
  let deployment: Deployment;
  test.beforeAll(async () => {
    const settings = {
      ...NO_MESSAGE_LIMITS,
      NEXUS_REPORTS_FILE: join(directory, "reports.jsonl"),
      NEXUS_REPORTS_EVIDENCE_RECIPIENT:
        /evidence-public-[\w-]+/.exec(nexuschat("keygen", keyFile))?.[0] ?? "",
      NEXUS_SITE_HOTLINE_URL: "https://hotline.example/",
    };
    deployment = await startDeployment("all-in-one", { web: true, settings });
  });
  test.afterAll(async () => {
    await deployment.stop();
    rmSync(directory, { recursive: true });
  });

  const boxes = () =>
    readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".box"),
    );
  /** Two visitors in a conversation, and the report dialog of the first. */
  async function meet(browser: Browser): Promise<[VisitorPage, VisitorPage]> {
    const open = () => VisitorPage.open(browser, deployment.origin);
    const [a, b] = [await open(), await open()];
    await a.start();
    await b.start();
    await Promise.all([a.expectPartnersPicture(), b.expectPartnersPicture()]);
    return [a, b];
  }
  async function openReport(a: VisitorPage, reason: string): Promise<Locator> {
    const dialog = await a.openReport();
    await dialog.getByRole("radio", { name: reason }).check();
    return dialog;
  }
  const report = (dialog: Locator) =>
    dialog.getByRole("button", { name: "Report and move on" }).click();

  test("carries pictures and chat that the operator opens", async ({ browser }) => {
    const [a, b] = await meet(browser);
    await b.say("come to my place");
    await a.expectLine("come to my place");
    const dialog = await openReport(a, "Insults, threats or pressure");
    // The reporter sees what will be sent.
    const picture = dialog.getByRole("img", { name: "Picture of the stranger" }).first();
    await expect(picture).toBeVisible();
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await expect(dialog.getByText("come to my place")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Report and move on" })).toBeInViewport();
    expect(await violations(a.page)).toEqual([]);
    await report(dialog);
    await expect(a.page.getByText("Reported. You two won’t be matched again.")).toBeVisible();
    await expect.poll(() => boxes().length).toBe(1);
    const opened = join(directory, "opened");
    const box = join(directory, boxes()[0] ?? "");
    expect(readFileSync(box).includes("come to my place")).toBe(false);
    nexuschat("open-evidence", keyFile, box, opened);
    expect(readFileSync(join(opened, "chat.txt"), "utf8")).toContain("reported: come to my place");
    const pictures = readdirSync(opened).filter((name) => name.endsWith(".jpg"));
    expect(pictures.length).toBeGreaterThan(0);
    // A browser can show them.
    const file = readFileSync(join(opened, pictures[0] ?? "")).toString("base64");
    const width = await a.page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${base64}`;
      await image.decode();
      return image.naturalWidth;
    }, file);
    expect(width).toBeGreaterThan(100);
    for (const one of [a, b]) {
      one.expectNoComplaint();
      await one.close();
    }
  });

  test("holds what the partner wrote before a flood of short messages", async ({ browser }) => {
    const open = () => VisitorPage.open(browser, deployment.origin);
    const [a, b] = [await open(), await open()];
    for (const one of [a, b]) await one.start("Text");
    await b.expectState("talking");
    await b.say("come to my place");
    for (let i = 1; i <= 30; i += 1) await b.say(`k ${i}`);
    await a.expectLine("k 30");
    const before = boxes();
    const dialog = await openReport(a, "Insults, threats or pressure");
    // The list begins at its end, and the reporter can scroll back by keyboard.
    await dialog.getByRole("list").scrollIntoViewIfNeeded();
    await expect(dialog.getByText("k 30")).toBeInViewport();
    await expect(dialog.getByText("come to my place")).not.toBeInViewport();
    expect(await violations(a.page)).toEqual([]);
    await dialog.getByRole("list").focus();
    await a.page.keyboard.press("Home");
    await expect(dialog.getByText("come to my place")).toBeInViewport();
    await expect(dialog.getByRole("checkbox", { name: "Send the last 31 messages" })).toBeChecked();
    await report(dialog);
    await expect.poll(() => boxes().length).toBe(before.length + 1);
    const box = boxes().find((name) => !before.includes(name)) ?? "";
    const opened = join(directory, "opened-flood");
    nexuschat("open-evidence", keyFile, join(directory, box), opened);
    const chat = readFileSync(join(opened, "chat.txt"), "utf8");
    expect(chat).toContain("reported: come to my place\n");
    expect(chat).toContain("reported: k 30\n");
    for (const one of [a, b]) await one.close();
  });

  test("carries what the reporter leaves in it", async ({ browser }) => {
    const [a, b] = await meet(browser);
    await b.say("come to my place");
    await a.expectLine("come to my place");
    const before = boxes();
    const dialog = await openReport(a, "Nudity or sexual acts");
    await dialog.getByRole("checkbox", { name: /picture/ }).uncheck();
    await report(dialog);
    await expect.poll(() => boxes().length).toBe(before.length + 1);
    const box = boxes().find((name) => !before.includes(name)) ?? "";
    const opened = join(directory, "opened-words");
    nexuschat("open-evidence", keyFile, join(directory, box), opened);
    expect(readdirSync(opened)).toEqual(["chat.txt"]);
    for (const one of [a, b]) await one.close();
  });

  test("carries words alone about a child, and names the hotline", async ({ browser }) => {
    const [a, b] = await meet(browser);
    const before = boxes();
    const dialog = await openReport(a, "Seems to be under 18");
    await expect(dialog.getByRole("img")).toHaveCount(0);
    await expect(dialog.getByRole("checkbox")).toHaveCount(0);
    await expect(dialog.getByRole("link", { name: "Help for children in danger" })).toHaveAttribute(
      "href",
      "https://hotline.example/",
    );
    await dialog.getByRole("textbox").fill("says she is twelve");
    const asked: string[] = [];
    a.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await report(dialog);
    await expect(a.page.getByText("Reported. You two won’t be matched again.")).toBeVisible();
    const lines = readFileSync(join(directory, "reports.jsonl"), "utf8");
    expect(lines).toContain('"note":"says she is twelve"');
    expect(asked).not.toContain("/v1/evidence");
    expect(boxes()).toEqual(before);
    for (const one of [a, b]) await one.close();
  });
});
