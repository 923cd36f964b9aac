/** The large parts of Python: fetched, and unpacked where they are packed. */
import { decompress } from "fzstd";

const browserFetch = globalThis.fetch;
/** How a packed file begins. */
const PACKED = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The content of a part.
 * @param {string} address
 * @throws If it cannot be had, or is damaged.
 */
export async function fetchPart(address) {
  return unpacked(await fetchBytes(address));
}

/** @param {string} address */
export async function fetchBytes(address) {
  return (await request(address)).arrayBuffer();
}

/**
 * @param {RequestInfo | URL} address
 * @param {RequestInit} [options]
 */
export async function request(address, options) {
  const response = await browserFetch(address, options).catch((error) => {
    throw new Error(`${address}: ${error.message}`);
  });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/**
 * Unpack what is packed; what the service worker has unpacked before is taken as it is.
 * @param {ArrayBuffer} content
 */
export function unpacked(content) {
  const bytes = new Uint8Array(content);
  const isPacked = PACKED.every((byte, place) => bytes[place] === byte);
  return isPacked ? /** @type {typeof bytes} */ (decompress(bytes)) : bytes;
}
