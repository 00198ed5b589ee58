// Runs `nexuschat doctor` with the settings of a deployment, and looks for a finding and its cure.
// SPDX-License-Identifier: MIT
import { expect } from "vitest";
import { type ProgramName, programPath, type Settings } from "./deployment.ts";
import { runProgram, under } from "./process.ts";

export type Examination = { readonly output: string; readonly status: number | null };

export type Manner = {
  /** Whose settings are examined. */
  readonly program?: ProgramName;
  /** A command that runs the doctor. */
  readonly command?: readonly string[];
  /** Another build of nexuschat. */
  readonly path?: string;
};

export class Doctor {
  /** `sound`: settings without a fault. `secrets`: texts that the doctor must never print. */
  constructor(
    readonly sound: Settings,
    readonly secrets: readonly string[],
  ) {}

  /** The output and the status of the doctor, with other settings than the sound ones. */
  async examine(
    settings: Settings = {},
    { program = "nexus-matching", command = [], path = programPath("nexuschat") }: Manner = {},
  ): Promise<Examination> {
    const args = ["doctor", "--program", program];
    const env = { ...this.sound, ...settings };
    const start = under(command, { name: "doctor", path, args, env });
    const { output, status } = await runProgram(start);
    for (const secret of this.secrets) expect(output).not.toContain(secret);
    return { output, status };
  }

  /** The doctor has that finding, with that cure below it. */
  async expectFinding(
    grade: "warn" | "FAIL",
    settings: Settings,
    what: string,
    cure: string,
    manner: Manner = {},
  ): Promise<void> {
    const { output, status } = await this.examine(settings, manner);
    const lines = output.split("\n");
    const at = lines.findIndex((line) => line.startsWith(grade) && line.includes(what));
    expect(at, output).toBeGreaterThanOrEqual(0);
    expect(lines[at + 1]).toContain("-> ");
    expect(lines[at + 1]).toContain(cure);
    if (grade === "FAIL") expect(status).toBe(1);
  }
}
