import { expect, type Locator } from "@playwright/test";

/**
 * Presses a button until its effect is there: a press right after a change of the page does not count. On a busy machine
 * the effect may come late, when the button is gone already.
 */
export async function pressUntil(button: Locator, isDone: () => Promise<boolean>): Promise<void> {
  await expect(async () => {
    if (!(await isDone()) && (await button.isVisible())) await button.click({ timeout: 2_000 });
    await expect.poll(isDone, { timeout: 1_000 }).toBe(true);
  }).toPass();
}
