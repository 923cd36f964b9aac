/** Reads files part by part, each part while the one before it is being used. */

/**
 * Yield the bytes of a file.
 * @param {Blob} blob
 * @param {number} length  Of a part, at most.
 */
export async function* partsOf(blob, length) {
  const read = (/** @type {number} */ start) => {
    const part = blob.slice(start, start + length).arrayBuffer();
    part.catch(() => {}); // told to whoever asks for the part
    return part;
  };
  let next = read(0);
  for (let start = 0; start < blob.size; start += length) {
    const part = await next;
    next = read(start + length);
    yield part;
  }
}
