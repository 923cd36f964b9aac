/** Takes product files, however they come to the page. */
import { render } from "lit-html";
import { acceptDrops, addPanel } from "./addproducts.js";
import { acceptLaunches } from "./launching.js";
import { place } from "./mount.js";
import { acceptPastes } from "./pasting.js";

/** @param {import("./addproducts.js").AddHooks} hooks */
export function acceptProducts(hooks) {
  render(addPanel(hooks), place("add-content"));
  acceptDrops(place("drop-overlay"), hooks.onFiles);
  acceptPastes(hooks.onText, hooks.onFiles);
  acceptLaunches(hooks.onFiles);
}
