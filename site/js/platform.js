/** What the browser calls the system that it runs on. */
export function platform() {
  // Not in every browser, and not in TypeScript's list yet.
  const data = /** @type {any} */ (navigator).userAgentData;
  return data?.platform ?? navigator.platform;
}
