// A visitor sends sealed evidence with a report, and the operator opens it with nexuschat open-evidence.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReportReason } from "../../clients/js/src/protocol.ts";
import { seal } from "../../web/src/transport/evidence/seal.ts";
import { DEPLOYMENTS, programPath } from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { useStage } from "../support/story.ts";
import { meet, type Visitor } from "../support/visitor.ts";

const BYTES_MAX = 256 * 1024;
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(30_000, 0x5a)]);
const WORDS = "come to my place";
/** The second line imitates one of the reporter. */
const SAID = `${WORDS}\n2025-10-09T08:53:21.000Z reporter: gladly`;

const nexuschat = (...words: string[]) =>
  execFileSync(programPath("nexuschat"), words, { encoding: "utf8", stdio: "pipe" });

describe.each(DEPLOYMENTS)("%s", (kind) => {
  const directory = useDirectory("evidence");
  const keyFile = join(directory, "key");
  const recipient = /evidence-public-([\w-]+)/.exec(nexuschat("keygen", keyFile)) ?? [];
  const key = Buffer.from(recipient[1] ?? "", "base64url");
  const stage = useStage(kind, {
    settings: {
      NEXUS_REPORTS_FILE: join(directory, "reports-{node}.jsonl"),
      NEXUS_REPORTS_EVIDENCE_RECIPIENT: recipient[0] ?? "",
      NEXUS_SITE_NAME: 'The "North" chat',
      NEXUS_SITE_CONTACT_URL: "mailto:help@chat.example",
    },
  });

  const address = () => `${(stage.deployment.matchUrls[0] ?? "").replace(/^ws/, "http")}`;
  const post = (token: string, body: Uint8Array<ArrayBuffer>, headers = {}) =>
    fetch(new URL("/v1/evidence", address()), {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, origin: stage.deployment.origin, ...headers },
      body,
    });
  const boxes = () =>
    readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".box"),
    );
  const lines = () =>
    readdirSync(directory)
      .filter((name) => name.endsWith(".jsonl"))
      .flatMap((name) => readFileSync(join(directory, name), "utf8").split("\n"))
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { readonly reference: string; readonly room: string });

  /** Two visitors meet, and the first reports the second. */
  const reported = async (reason: ReportReason) => {
    const [anna, ben] = [await stage.arrive({ node: 0 }), await stage.arrive({ node: 0 })];
    const { room, matched } = await meet(anna, ben);
    const encounter = matched.get(anna as Visitor)?.encounter ?? "";
    anna.sendMatch({ type: "report", room, encounter, reason });
    return { room, answer: await anna.expect("reported") };
  };
  const textOf = (room: string) =>
    JSON.stringify({
      format: 1,
      room,
      pictures: [JPEG.toString("base64url")],
      chat: [{ at: 1_760_000_000_042, from: "partner", text: SAID }],
    });

  test("the page learns the key, and who runs the site", async () => {
    const info = (await (await fetch(new URL("/v1/info", address()))).json()) as object;
    expect(info).toMatchObject({
      site: { name: 'The "North" chat', contact_url: "mailto:help@chat.example" },
      evidence: { key: recipient[1], bytes_max: BYTES_MAX },
    });
  });

  test("only the operator can open it, and finds it by the reference of the report", async () => {
    const { room, answer } = await reported("harassment");
    const sealed = seal(Buffer.from(textOf(room)), key);
    const before = boxes();
    expect((await post(answer.evidence ?? "", sealed)).status).toBe(204);
    const box = boxes().find((name) => !before.includes(name)) ?? "";
    const line = lines().find((one) => one.room === room);
    expect(box).toMatch(new RegExp(`^reports-.*\\.jsonl\\.evidence/${line?.reference}\\.box$`));
    const file = join(directory, box);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // Nothing in the file can be read.
    const bytes = readFileSync(file);
    for (const clear of [room, WORDS, JPEG.subarray(0, 64), JPEG.toString("base64url", 0, 64)]) {
      expect(bytes.includes(clear)).toBe(false);
    }
    const folder = join(directory, `opened-${line?.reference}`);
    expect(nexuschat("open-evidence", keyFile, file, folder)).toContain(`room ${room}: 1 pictures`);
    expect(readFileSync(join(folder, "picture-1.jpg")).equals(JPEG)).toBe(true);
    expect(readFileSync(join(folder, "chat.txt"), "utf8")).toBe(
      `2025-10-09T08:53:20.042Z reported: ${SAID.replace("\n", "\n    ")}\n`,
    );
    const another = join(directory, `key-${line?.reference}`);
    nexuschat("keygen", another);
    expect(() => nexuschat("open-evidence", another, file, `${folder}-2`)).toThrow(
      /not sealed for this key/,
    );
    // Once a report.
    expect((await post(answer.evidence ?? "", sealed)).status).toBe(409);
  });

  test("a report of a child admits none", async () => {
    const { room, answer } = await reported("minor");
    expect(answer.evidence).toBeUndefined();
    expect(lines().some((one) => one.room === room)).toBe(true);
  });

  test("is refused with a reason if it is too large, of another page, or of no report", async () => {
    const { answer } = await reported("nudity");
    const token = answer.evidence ?? "";
    const before = boxes();
    const detail = async (response: Response) => {
      const { detail: why } = (await response.json()) as { readonly detail: string };
      return `${response.status} ${why}`;
    };
    const large = new Uint8Array(BYTES_MAX + 1);
    expect(await detail(await post(token, large))).toBe("413 the body has more than 262144 bytes");
    const small = new Uint8Array(1000);
    expect(await detail(await post(token, small, { origin: "https://evil.example" }))).toBe(
      "403 origin not allowed",
    );
    expect(await detail(await post(`${token}x`, small))).toMatch(/^403 the token/);
    expect(await detail(await post(token, small.subarray(0, 48)))).toMatch(/^400 /);
    expect(boxes()).toEqual(before);
    expect((await post(token, small)).status).toBe(204);
  });
});
