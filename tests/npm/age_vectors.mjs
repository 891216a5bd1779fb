// Writes each age test vector of the package cctv-age to FOLDER/NAME, with its encrypted part already decompressed.
// Usage: node age_vectors.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import * as vectors from 'cctv-age';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(vectors)) {
  const bytes = Buffer.from(content);
  const split = bytes.indexOf('\n\n') + 2;
  const head = bytes.subarray(0, split);
  const file = bytes.subarray(split);
  const plain = head.includes('compressed: zlib') ? inflateSync(file) : file;
  writeFileSync(join(folder, name), Buffer.concat([head, plain]));
}
