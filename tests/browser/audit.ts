// Accessibility violations that axe finds in a page.
// SPDX-License-Identifier: MIT
import type { Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";

export const RULES: RunOptions = {
  resultTypes: ["violations"],
  // No rule that runs reads style sheets; axe would parse them for each audit.
  preload: { assets: ["media"] },
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

export const AXE = axe.source;

/** The violations in what is shown, each with its elements. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, rules);
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary}`),
    );
  }, RULES);
}
