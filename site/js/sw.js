/**
 * Keeps the page for use without a network: each version whole, and none mixed with
 * another. The build writes down which files there are, and what they hold.
 */
import { unpacked } from "./parts.js";

/** TypeScript's types of pages and of service workers contradict each other. */
const worker = /** @type {any} */ (self);
/** @type {string} */
const scope = worker.registration.scope;
const PREFIX = `skybasket:${new URL(scope).pathname}:files:`;
const CACHE = `${PREFIX}${VERSION}`;
const PAGE = new URL("index.html", scope).href;

/** @type {Record<string, string>} */
const TYPES = {
  bin: "application/octet-stream",
  css: "text/css",
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  whl: "application/zip",
};
/** What a policy in the page does not bind: the worker that Python runs in. */
const WORKER = new URL("js/worker.js", scope).href;
const WORKER_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** @type {Map<string, FileEntry>} */
const files = new Map(FILES.map((file) => [new URL(file.place, scope).href, file]));

/** @param {string} address */
function headers(address) {
  const type = TYPES[address.slice(address.lastIndexOf(".") + 1)] ?? "";
  const policy = { "Content-Security-Policy": WORKER_POLICY };
  return { "Content-Type": type, ...(address === WORKER ? policy : {}) };
}

/** @param {BufferSource} content */
async function digest(content) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return btoa(String.fromCharCode(...hash));
}

/**
 * Fetch a file of this version and no other, and keep it unpacked.
 * @param {string} address
 */
async function fetchFile(address) {
  const integrity = `sha256-${files.get(address)?.sent}`;
  const response = await fetch(address, { cache: "reload", integrity });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const content = unpacked(await response.arrayBuffer());
  const cache = await caches.open(CACHE);
  await cache.put(address, new Response(content));
  return content;
}

/**
 * The kept content of a file, if it is there and as it was.
 * @param {string} address
 */
async function keptFile(address) {
  const response = await caches.match(address, { cacheName: CACHE });
  const content = await response?.arrayBuffer();
  const isRight = content && (await digest(content)) === files.get(address)?.kept;
  return isRight ? content : undefined;
}

/**
 * Answer with a file of this version: the kept one, else it is fetched and kept again.
 * @param {string} address
 */
async function answer(address) {
  try {
    const content = (await keptFile(address)) ?? (await fetchFile(address));
    return new Response(content, { headers: headers(address) });
  } catch {
    return giveUp(address);
  }
}

/**
 * Answer with what the network has. If that is another version, what is kept of this one
 * is of no use any more, and the other one is wanted.
 * @param {string} address
 */
async function giveUp(address) {
  const response = await fetch(address, { cache: "reload" });
  await caches.delete(CACHE).catch(() => {});
  worker.registration.update().catch(() => {});
  return response;
}

async function fetchAll() {
  await Promise.all([...files.keys()].map(fetchFile));
}

async function deleteOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function isWhole() {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  return [...files.keys()].every((address) => kept.has(address));
}

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(fetchAll());
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(deleteOthers());
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url } = event.request;
  const address = url.replace(/[?#].*/s, "");
  const wanted = address === scope ? PAGE : address;
  if (method === "GET" && files.has(wanted)) event.respondWith(answer(wanted));
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  /** @type {[MessagePort | undefined]} */
  const [port] = event.ports;
  if (event.data === "take over") worker.skipWaiting();
  if (event.data === "is whole")
    event.waitUntil(isWhole().then((whole) => port?.postMessage(whole)));
});
