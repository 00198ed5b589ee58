// Names the tests that passed only at their second attempt: ./nexus test lists them in its summary.
// SPDX-License-Identifier: MIT
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Repeated implements Reporter {
  onTestEnd(test: TestCase, { retry, status }: TestResult): void {
    if (retry > 0 && status === "passed") {
      console.log(`repeated: ${test.titlePath().slice(2).join(" › ")}`);
    }
  }
}
