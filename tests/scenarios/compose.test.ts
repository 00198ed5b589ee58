// The Compose files: their services of NexusChat accept their settings, and what a file names exists.
// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { programPath, SECRET } from "../support/deployment.ts";
import { useDirectory } from "../support/directory.ts";
import { runProgram } from "../support/process.ts";

const FOLDER = resolve(import.meta.dirname, "../../deploy/compose");
const CONTAINERFILE = resolve(FOLDER, "../container/Containerfile");
const WEB = resolve(import.meta.dirname, "../../web/dist");
/** Of settings that a container's own network makes sound, and of the folder that stands for its volume here. */
const EXPECTED_WARNING =
  /no loopback address|bans\.jsonl does not exist|root may read and write every file/;

const PORTS = { "nexus-matching": 8000, "nexus-signalling": 8001, nexuschat: 8080 };

type Service = {
  readonly image: string;
  readonly command?: "nexus-matching" | "nexus-signalling";
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: string };
};

type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
};

/** A Compose file, whose variable SITE is chat.example. */
function read(file: string): Compose {
  const text = readFileSync(join(FOLDER, file), "utf8");
  return parse(text.replace(/\$\{SITE[^}]*\}/g, "chat.example"), { merge: true });
}

const own = ({ services }: Compose): readonly (readonly [string, Service])[] =>
  Object.entries(services).filter(([, { image }]) => image === "nexuschat");

/** The variables that the image sets. */
function imageSettings(): Record<string, string> {
  const [, block = ""] = /^ENV ((?:.*\\\n)*.*)$/m.exec(readFileSync(CONTAINERFILE, "utf8")) ?? [];
  const words = block.split(/[\s\\]+/).map((word) => word.split("=", 2) as [string, string]);
  return Object.fromEntries(words);
}

const directory = useDirectory("compose");

/** The same settings with paths of this machine. */
async function here(settings: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    result[name] = value
      .replace("/usr/share/nexuschat/web", WEB)
      .replace("/var/lib/nexuschat", directory)
      .replace("/run/secrets", directory);
    if (name.endsWith("_FILE") && value.startsWith("/run/secrets/"))
      await writeFile(`${result[name]}`, SECRET, { mode: 0o400 });
  }
  return result;
}

describe.each(["one.yaml", "many.yaml"])("%s", (file) => {
  const compose = read(file);

  test.each(own(compose))("%s accepts its settings", async (_, { command, environment }) => {
    const path = programPath(command ?? "nexuschat");
    const env = await here({ ...imageSettings(), ...environment });
    const { status, output } = await runProgram({
      name: "nexuschat",
      path,
      args: ["--check-config"],
      env,
    });
    const said = output.split("\n").filter((line) => line && !EXPECTED_WARNING.test(line));
    expect([status, said]).toEqual([0, ["the configuration is sound"]]);
  });

  test.each(Object.entries(compose.services))("what %s names exists", (_, service) => {
    expect(Object.keys(compose.secrets)).toEqual(
      expect.arrayContaining([...(service.secrets ?? [])]),
    );
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      if (source.startsWith("."))
        expect([source, existsSync(join(FOLDER, source))]).toEqual([source, true]);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
    const secrets = Object.values(service.environment ?? {}).filter((value) =>
      /^\/run\/secrets/.test(value),
    );
    for (const secret of secrets)
      expect(service.secrets).toContain(secret.replace("/run/secrets/", ""));
  });

  test("Prometheus reads every node", () => {
    const { scrape_configs } = parse(readFileSync(join(FOLDER, "prometheus.yml"), "utf8"));
    const { names } = scrape_configs[0].dns_sd_configs[0];
    expect(names).toEqual(expect.arrayContaining(own(compose).map(([name]) => name)));
  });

  test.each(own(compose))("the health check of %s asks its own port", (_, service) => {
    expect(service.healthcheck?.test).toBe(`ready ${PORTS[service.command ?? "nexuschat"]}`);
  });

  test("Caddy knows every node that visitors connect to", () => {
    const caddy = readFileSync(join(FOLDER, file.replace("yaml", "caddy")), "utf8");
    for (const [name, { command }] of own(compose))
      expect(caddy).toContain(`${name}:${PORTS[command ?? "nexuschat"]}`);
  });
});
