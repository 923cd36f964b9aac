/**
 * Sends the reader to the page of their language before anything is drawn, and remembers
 * the one that they choose. A classic script in old syntax: it runs while the page is
 * still being read, in any browser.
 */
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const path = script.src.replace(/^[a-z]+:\/\/[^/]*/, "").replace(/js\/[^/]*$/, "");
  // Named as `storage.js` names what it keeps.
  const key = `skybasket:${path}:language`;
  const here = document.documentElement.lang;
  /** Addresses of the same page in each language. @type {Map<string, string>} */
  const pages = new Map();
  for (const link of document.querySelectorAll("link[hreflang]")) {
    const { hreflang, href } = /** @type {HTMLLinkElement} */ (link);
    pages.set(hreflang, href);
  }

  /** What was chosen or is asked for; where nothing can be chosen, what is here. */
  function wanted() {
    try {
      return localStorage.getItem(key) || asked();
    } catch {
      return here;
    }
  }

  /** The first of the browser's languages that there is a page in. */
  function asked() {
    // Who names the page of a language wants that one.
    if (pages.get(here) !== pages.get("x-default")) return here;
    const languages = navigator.languages || [navigator.language];
    const codes = languages.map((language) => language.slice(0, 2).toLowerCase());
    return codes.filter((code) => pages.has(code))[0] || here;
  }

  const page = pages.get(wanted());
  if (page && page !== pages.get(here)) {
    document.documentElement.setAttribute("data-leaving", "");
    location.replace(page + location.search + location.hash);
  }

  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    /** @type {HTMLAnchorElement | null} */
    const link = target.closest("a[hreflang]");
    if (!link) return;
    link.search = location.search;
    link.hash = location.hash;
    try {
      localStorage.setItem(key, link.hreflang);
    } catch {
      // The page that it leads to stays what it is.
    }
  });
})();
