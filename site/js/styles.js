/** Style sheets of parts that come later. */

/**
 * Load one of the page's own style sheets.
 * @param {string} name
 * @returns {Promise<unknown>}
 */
export function loadStyles(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = `css/${name}.css`;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(link.href));
    });
    document.head.append(link);
  });
}
