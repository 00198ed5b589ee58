// Writes a .br and a .gz beside every text file of a built folder, so that the server only picks
// one.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const folder = process.argv[2] ?? "dist";
const compressible = /\.(html|js|css|svg|json|webmanifest|txt)$/;
const smallest = 256; // Below this a compressed answer saves no packet.

async function precompress(path) {
  const plain = await readFile(path);
  if (plain.length < smallest) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, { params }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  if (br.length < plain.length) await writeFile(`${path}.br`, br);
  if (gz.length < plain.length) await writeFile(`${path}.gz`, gz);
  console.log(`${path}  ${plain.length} B, gz ${gz.length} B, br ${br.length} B`);
}

const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && compressible.test(entry.name));
// All at once: the compressors share the threads of node's pool. The largest file takes the
// longest.
await Promise.all(files.map((entry) => precompress(join(entry.parentPath, entry.name))));
