/**
 * Python's memory as the build found it after the start: what of it differs from a fresh
 * one, in runs of whole blocks. `snapshot.mjs` writes it; the layout, in little-endian
 * words of four bytes, is
 *
 * | words | what |
 * | --- | --- |
 * | 1 | length of the notes in bytes, a multiple of four |
 * | 1 | number of runs |
 * | | notes: JSON, filled up with spaces |
 * | 2 a run | where it begins in the memory, its length, both in bytes |
 * | | the contents of all runs |
 */

/**
 * @typedef {object} Notes
 * @property {number} size  Bytes of the memory.
 * @property {number} digest  Of what no run holds, in a fresh memory.
 * @property {object} pyodide  What Pyodide itself needs to know.
 * @property {string[]} first  The commands that need nothing but what is in memory.
 */

/** Bytes; changes come in small pieces, and a run costs eight bytes by itself. */
const BLOCK = 64;
const WORD = 4;
const HEAD = 2 * WORD;

export class Memory {
  #runs;
  #contents;
  /** @type {Notes} */
  notes;

  /** @param {Uint8Array<ArrayBuffer>} written  What `write` gives. */
  constructor({ buffer, byteOffset }) {
    const [length = 0, count = 0] = new Uint32Array(buffer, byteOffset, 2);
    const start = byteOffset + HEAD;
    const notes = new TextDecoder().decode(new Uint8Array(buffer, start, length));
    this.notes = JSON.parse(notes);
    this.#runs = new Uint32Array(buffer, start + length, 2 * count);
    this.#contents = new Uint8Array(buffer, start + length + this.#runs.byteLength);
  }

  /**
   * Make a memory what it was at build; give what Pyodide needs to know of it.
   * @param {Uint8Array<ArrayBuffer>} memory
   * @param {Uint8Array<ArrayBuffer>} fresh  What it was when nothing had run yet.
   * @throws If the build began with another one.
   */
  restore(memory, fresh) {
    const { size, digest: expected, pyodide } = this.notes;
    const fits = [memory, fresh].every(({ length }) => length === size);
    if (!fits || digest(fresh, this.#runs) !== expected)
      throw new Error("a fresh memory is another one in this browser");
    memory.set(fresh);
    let from = 0;
    for (const [start, length] of pairs(this.#runs)) {
      memory.set(this.#contents.subarray(from, from + length), start);
      from += length;
    }
    return pyodide;
  }
}

/**
 * Write down a memory.
 * @param {Uint8Array<ArrayBuffer>} memory
 * @param {Uint8Array<ArrayBuffer>} fresh  What it was when nothing had run yet.
 * @param {Omit<Notes, "size" | "digest">} notes
 */
export async function write(memory, fresh, notes) {
  const runs = Uint32Array.from(differences(memory, fresh));
  const all = { ...notes, size: memory.length, digest: digest(fresh, runs) };
  const text = new TextEncoder().encode(JSON.stringify(all));
  const bytes = new Uint8Array(-(-text.length & -WORD)).fill(0x20);
  bytes.set(text);
  const contents = [...pairs(runs)].map(([start, length]) =>
    memory.subarray(start, start + length),
  );
  const head = Uint32Array.of(bytes.length, runs.length / 2);
  const whole = new Blob([head, bytes, runs, ...contents]);
  return new Uint8Array(await whole.arrayBuffer());
}

/**
 * Where two memories differ: by turns the beginning of a run and its length.
 * @param {Uint8Array<ArrayBuffer>} memory
 * @param {Uint8Array<ArrayBuffer>} fresh
 */
function differences(memory, fresh) {
  const [words, others] = [wordsOf(memory), wordsOf(fresh)];
  /** @type {[number, number][]} */
  const runs = [];
  for (let block = 0; block < memory.length; block += BLOCK) {
    let word = block / WORD;
    const end = word + BLOCK / WORD;
    while (word < end && words[word] === others[word]) word++;
    if (word === end) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === block) last[1] += BLOCK;
    else runs.push([block, BLOCK]);
  }
  return runs.flat();
}

/**
 * A number that tells whether two memories are the same outside of some runs. It guards
 * against accidents, not against attackers, who could change this program as well.
 * @param {Uint8Array<ArrayBuffer>} memory
 * @param {Uint32Array} runs
 */
function digest(memory, runs) {
  const words = wordsOf(memory);
  let hash = 0;
  let from = 0;
  const take = (/** @type {number} */ end) => {
    for (let word = from / WORD; word < end / WORD; word++)
      hash = Math.imul(hash ^ (words[word] ?? 0), 0x01000193) + 1;
  };
  for (const [start, length] of pairs(runs)) {
    take(start);
    from = start + length;
  }
  take(memory.length);
  return hash >>> 0;
}

/** @param {Uint8Array<ArrayBuffer>} memory */
function wordsOf(memory) {
  return new Uint32Array(memory.buffer, memory.byteOffset, memory.length / WORD);
}

/**
 * @param {Uint32Array} numbers
 * @returns {Generator<[number, number]>}
 */
function* pairs(numbers) {
  for (let at = 0; at < numbers.length; at += 2)
    yield [numbers[at] ?? 0, numbers[at + 1] ?? 0];
}
