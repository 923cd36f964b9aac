/** The lines between the panes: they are moved with the pointer, or with arrow keys. */
import { place } from "./mount.js";

const STEP = 16;
/** The widths that a pane may have, in pixels, and of the page. */
const LEAST = 200;
const MOST = 0.4;

/** Which way a line moves when its pane grows. */
const GROWS = { filters: 1, details: -1 };

/**
 * Make the line beside a pane movable.
 * @param {keyof typeof GROWS} name  Of the pane.
 * @param {import("./preferences.js").Preferences} preferences
 */
export function split(name, preferences) {
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
  const set = (/** @type {number | undefined} */ width) => {
    const within = width && Math.min(most(), Math.max(LEAST, Math.round(width)));
    preferences.setLength(kept, within);
    show(within);
  };

  line.addEventListener("keydown", (event) => {
    const { key } = event;
    const steps = { ArrowRight: STEP, ArrowLeft: -STEP };
    const step = steps[/** @type {keyof typeof steps} */ (key)];
    if (step) set(pane.offsetWidth + step * GROWS[name]);
    else if (key === "Home") set(LEAST);
    else if (key === "End") set(most());
    else if (key === "Enter") set(undefined);
    else return;
    event.preventDefault();
  });
  line.addEventListener("dblclick", () => set(undefined));
  line.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    line.setPointerCapture(event.pointerId);
    const from = pane.offsetWidth - GROWS[name] * event.clientX;
    const onMove = (/** @type {PointerEvent} */ { clientX }) =>
      show(Math.min(most(), Math.max(LEAST, from + GROWS[name] * clientX)));
    line.addEventListener("pointermove", onMove);
    const onEnd = () => {
      line.removeEventListener("pointermove", onMove);
      if (pane.offsetWidth !== from + GROWS[name] * event.clientX)
        set(pane.offsetWidth);
    };
    line.addEventListener("lostpointercapture", onEnd, { once: true });
  });
  new ResizeObserver(tell).observe(pane);
  show(preferences.length(kept));
}
