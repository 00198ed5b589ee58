// A tab that the browser hides behind another one. Playwright keeps each page that it drives visible.
// SPDX-License-Identifier: MIT
import type { Browser, CDPSession } from "@playwright/test";

interface Answer {
  readonly id?: number;
  readonly result?: {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
  };
}

/** Needs the whole browser: the headless shell has no tabs, so that all pages are visible. */
export class Tab {
  private requests = 0;

  private constructor(
    private readonly session: CDPSession,
    private readonly context: string,
    private readonly target: string,
    private readonly sessionId: string,
  ) {}

  static async open(browser: Browser, url: string): Promise<Tab> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId: context } = await session.send("Target.createBrowserContext");
    const { targetId: target } = await session.send("Target.createTarget", {
      url,
      browserContextId: context,
    });
    const { sessionId } = await session.send("Target.attachToTarget", { targetId: target });
    return new Tab(session, context, target, sessionId);
  }

  /** Runs a script in the page and returns its value, once a promise has settled. */
  async run<T>(expression: string): Promise<T> {
    const id = ++this.requests;
    const answered = new Promise<Answer>((resolve) => {
      const take = ({ message }: { readonly message: string }) => {
        const answer = JSON.parse(message) as Answer;
        if (answer.id !== id) return;
        this.session.off("Target.receivedMessageFromTarget", take);
        resolve(answer);
      };
      this.session.on("Target.receivedMessageFromTarget", take);
    });
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    await this.session.send("Target.sendMessageToTarget", {
      sessionId: this.sessionId,
      message: JSON.stringify({ id, method: "Runtime.evaluate", params }),
    });
    const { result } = await answered;
    const { exceptionDetails: thrown } = result ?? {};
    if (thrown) throw new Error(thrown.exception?.description ?? "the script threw");
    return result?.result.value as T;
  }

  /** Opens another tab in front of this one. */
  async hide(): Promise<void> {
    await this.session.send("Target.createTarget", {
      url: "about:blank",
      browserContextId: this.context,
    });
  }

  async show(): Promise<void> {
    await this.session.send("Target.activateTarget", { targetId: this.target });
  }

  async close(): Promise<void> {
    await this.session.send("Target.disposeBrowserContext", { browserContextId: this.context });
    await this.session.detach();
  }
}
