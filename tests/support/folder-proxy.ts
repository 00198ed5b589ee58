// A small nginx that serves a node in the folder /chat/ of its host.
// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answersWith, type Program, startProgram } from "./process.ts";

/** Whether nginx passes on `/chat/v1/info` as it is, or as `/v1/info`. */
export type FolderKind = "kept" | "removed";

export type FolderProxy = { readonly stop: () => Promise<void> };

export async function startFolderProxy(
  port: number,
  node: string,
  kind: FolderKind,
): Promise<FolderProxy> {
  const folder = mkdtempSync(join(tmpdir(), "nexuschat-folder-"));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const pass = [
    `proxy_pass ${node}${kind === "kept" ? "" : "/"};`,
    "proxy_http_version 1.1;",
    "proxy_set_header Host $http_host;",
    "proxy_set_header Upgrade $http_upgrade;",
    "proxy_set_header Connection $connection_of_client;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
  ].join("\n");
  const path = join(folder, "nginx.conf");
  writeFileSync(
    path,
    `daemon off;
    pid ${folder}/pid;
    error_log stderr warn;
    events {}
    http {
      ${temporary.join("\n")}
      access_log off;
      map $http_upgrade $connection_of_client { default ""; ~*^websocket$ upgrade; }
      server {
        listen 127.0.0.1:${port};
        location /chat/ { ${pass} }
        ${kind === "kept" ? `location = /chat { ${pass} }` : ""}
        location / { return 404; }
      }
    }`,
  );
  try {
    const nginx: Program = await startProgram(
      {
        name: "nginx",
        path: "nginx",
        args: ["-p", folder, "-c", path],
        env: { PATH: `${process.env["PATH"]}:/usr/sbin` }, // Debian's place, outside other users' PATH
      },
      () => answersWith(port, "HEAD / HTTP/1.0\r\n\r\n", "404"),
    );
    return {
      stop: async () => {
        await nginx.stop();
        clean();
      },
    };
  } catch (error) {
    clean();
    throw error;
  }
}
