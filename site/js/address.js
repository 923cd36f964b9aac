/** The page's own address, the same whatever language it speaks. */

/** Without the name of its file: who follows it gets the page of their own language. */
export function pageAddress() {
  return location.origin + location.pathname.replace(/[^/]*\.html$/, "");
}
