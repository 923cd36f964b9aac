/** Ways out of the page: a file on disk, and the clipboard. */

/**
 * Save a text as a file.
 * @param {string[]} pieces
 * @param {string} filename
 * @param {string} type  MIME type
 */
export function saveText(pieces, filename, type) {
  save(new Blob(pieces, { type }), filename);
}

/**
 * Save bytes as a file.
 * @param {Uint8Array<ArrayBuffer>} content
 * @param {string} filename
 */
export function saveBytes(content, filename) {
  save(new Blob([content], { type: "application/octet-stream" }), filename);
}

/**
 * @param {Blob} blob
 * @param {string} filename
 */
function save(blob, filename) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = filename;
  link.click();
  // The browser takes the file up a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Copy a text that may still be on its way; fails where the browser forbids it.
 * @param {Promise<string>} text
 */
export async function copyText(text) {
  // Safari allows a copy only within the click, hence the promise inside the item.
  const blob = text.then((whole) => new Blob([whole], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
