// The types of vendored modules, which the page imports by their place in dist/.

declare module "*/vendor/comlink.js" {
  export * from "comlink";
}
declare module "*/vendor/pyodide/pyodide.js" {
  export * from "pyodide";
}
declare module "*/vendor/lit-html/lit-html.js" {
  export * from "lit-html";
}
declare module "*/vendor/lit-html/directive.js" {
  export * from "lit-html/directive.js";
}
declare module "*/vendor/lit-html/directive-helpers.js" {
  export * from "lit-html/directive-helpers.js";
}
declare module "*/vendor/lit-html/directives/repeat.js" {
  export * from "lit-html/directives/repeat.js";
}
