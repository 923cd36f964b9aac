/**
 * Takes rows of JSON apart for a Python beside it, until nothing more comes: it is given
 * whether a comma comes first (a byte), how many bytes the rows have (four), and these.
 */
import { readSync, writeSync } from "node:fs";
import { transpose } from "../../site/js/transposer.js";

function read(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const come = readSync(0, bytes, at, length - at);
    if (!come) process.exit();
    at += come;
  }
  return bytes;
}

for (;;) {
  const [isBegun] = read(1);
  const [length] = new Uint32Array(read(4).buffer);
  const source = read(length);
  const target = new Uint8Array(length + 16_384);
  transpose(source, target, isBegun === 1);
  for (let at = 0; at < target.length; ) at += writeSync(1, target, at);
}
