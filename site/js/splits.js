/** The lines between the panes, which are as wide as one likes. */
import { moveByKey, moveByPointer } from "./grasping.js";
import { place } from "./mount.js";

/** The widths that a pane may have, in pixels, and of the page. */
const LEAST = 200;
const MOST = 0.4;

/**
 * Make the line beside a pane movable.
 * @param {string} name  Of the pane.
 * @param {1 | -1} grows  Which way the line moves when the pane grows.
 * @param {import("./preferences.js").Preferences} preferences
 */
export function split(name, grows, preferences) {
  const line = place(`${name}-split`);
  const pane = place(name);
  const kept = `${name}-width`;
  const most = () => Math.max(LEAST, Math.round(innerWidth * MOST));
  const tell = () => {
    line.setAttribute("aria-valuemin", String(LEAST));
    line.setAttribute("aria-valuemax", String(most()));
    line.setAttribute("aria-valuenow", String(pane.offsetWidth));
  };
  const show = (/** @type {number | undefined} */ width) => {
    const { style } = document.documentElement;
    if (width === undefined) style.removeProperty(`--${kept}`);
    else style.setProperty(`--${kept}`, `${width}px`);
    tell();
  };
  /** @type {import("./grasping.js").Grasped} */
  const grasped = {
    grows,
    least: LEAST,
    most,
    width: () => pane.offsetWidth,
    show,
    keep: (width) => {
      preferences.setLength(kept, width);
      show(width);
    },
  };
  line.addEventListener("keydown", (event) => {
    if (moveByKey(event, grasped)) event.preventDefault();
  });
  line.addEventListener("dblclick", () => grasped.keep(undefined));
  line.addEventListener("pointerdown", (event) => moveByPointer(event, line, grasped));
  new ResizeObserver(tell).observe(pane);
  show(preferences.length(kept));
}
