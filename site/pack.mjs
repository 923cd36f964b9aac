/** Packs a file: `node pack.mjs FILE`. What the page loads is unpacked by js/parts.js. */
import { readFileSync, writeFileSync } from "node:fs";
import { constants, zstdCompressSync } from "node:zlib";

const [file] = process.argv.slice(2);
const params = {
  [constants.ZSTD_c_compressionLevel]: 19,
  // What is alike lies far apart in Python's memory; 16 MB hold all of it.
  [constants.ZSTD_c_windowLog]: 24,
  [constants.ZSTD_c_checksumFlag]: 1,
};
writeFileSync(file, zstdCompressSync(readFileSync(file), { params }));
