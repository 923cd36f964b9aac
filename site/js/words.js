/** The words of the page, which the build embeds in the shell. */

/** @type {import("./types.js").Words} */
export const words = JSON.parse(document.getElementById("words")?.textContent ?? "");

const { format } = new Intl.NumberFormat(document.documentElement.lang);

/**
 * Put values into the places that a text names in braces.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => {
    const value = values[name] ?? place;
    return typeof value === "number" ? format(value) : value;
  });
}
