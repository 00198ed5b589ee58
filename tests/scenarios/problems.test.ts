// A problem that a page shows has a reference, which the operator finds in the log.
// SPDX-License-Identifier: MIT
import { describe, expect, test } from "vitest";
import { DEPLOYMENTS } from "../support/deployment.ts";
import { eventually, useStage } from "../support/story.ts";

/** References are for all visitors together: at most this many at once. */
const AT_ONCE = 60;

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const stage = useStage(kind);
  const node = () => {
    const found = stage.deployment.nodes.find(({ match }) => match !== undefined);
    if (!found) throw new Error("no node has matching sockets");
    return found;
  };
  const post = (body: string, origin = stage.deployment.origin) =>
    fetch(`${node().http}/v1/problems`, { method: "POST", body, headers: { Origin: origin } });

  test("the reference is in one line of the log, with the problem and nothing about the visitor", async () => {
    const answer = await post("no_path");
    expect(answer.status).toBe(201);
    const { reference } = (await answer.json()) as { readonly reference: string };
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}$/);
    const { program } = node();
    await eventually("the line", () => program.log.includes(reference));
    const lines = program.log.split("\n").filter((line) => line.includes(reference));
    expect(lines.map((line) => line.replace(/^\S+ \S+ /, ""))).toEqual([
      expect.stringMatching(
        new RegExp(`event=visitor_problem reference=${reference} problem=no_path$`),
      ),
    ]);
  });

  test("only names of problems from pages of this site are logged", async () => {
    const before = node().program.log.split("event=visitor_problem").length;
    expect((await post("event=forged")).status).toBe(400);
    expect((await post("x".repeat(33))).status).toBe(413);
    expect((await post("no_path", "https://elsewhere.example")).status).toBe(403);
    expect(node().program.log.split("event=visitor_problem")).toHaveLength(before);
  });

  test("a flood of problems is logged at a limited rate", async () => {
    const started = Date.now();
    const answers: Response[] = [];
    // One after the other: the server takes few bodies at the same time.
    while (answers.length < 2 * AT_ONCE) answers.push(await post("full"));
    const given = answers.filter(({ status }) => status === 201).length;
    const seconds = Math.ceil((Date.now() - started) / 1000);
    expect(given).toBeLessThanOrEqual(AT_ONCE + seconds);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBe(answers.length - given);
    expect(refused[0]?.headers.get("retry-after")).toBe("1");
  });
});
