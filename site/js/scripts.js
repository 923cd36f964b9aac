/** The addresses of scripts that run beside the page, as its Trusted Types demand them. */

const SCRIPTS = ["js/worker.js", "sw.js"];
const root = new URL("../", import.meta.url);
const addresses = SCRIPTS.map((place) => new URL(place, root).href);

const policy = window.trustedTypes?.createPolicy("skybasket", {
  createScriptURL(/** @type {string} */ asked) {
    if (!addresses.includes(asked)) throw new TypeError(asked);
    return asked;
  },
});

/**
 * @param {string} place  Of the script, below the page.
 * @returns {string}
 */
export function scriptAddress(place) {
  const { href } = new URL(place, root);
  // Browsers without Trusted Types, and TypeScript's list of types, take plain text.
  return /** @type {string} */ (policy?.createScriptURL(href) ?? href);
}
