/** A finger that rests: what a mouse does with its other button. */

/** How long it rests, in milliseconds, and how far it may stray, in pixels. */
const REST = 500;
const STRAY = 10;

/**
 * Listen for long presses on an element; the click that may follow one is swallowed.
 * @param {HTMLElement} element
 * @param {(event: PointerEvent) => void} run
 */
export function onLongPress(element, run) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {PointerEvent | undefined} */
  let pressed;
  let done = false;
  const stop = () => clearTimeout(timer);
  element.addEventListener("pointerdown", (event) => {
    stop();
    done = false;
    if (event.pointerType !== "touch" || !event.isPrimary) return;
    pressed = event;
    timer = setTimeout(() => {
      done = true;
      run(event);
    }, REST);
  });
  element.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!pressed) return;
    const [x, y] = [clientX - pressed.clientX, clientY - pressed.clientY];
    if (Math.hypot(x, y) > STRAY) stop();
  });
  element.addEventListener("pointerup", stop);
  element.addEventListener("pointercancel", stop); // it scrolls
  const swallow = (/** @type {Event} */ event) => {
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
    done = false;
  };
  element.addEventListener("click", swallow, { capture: true });
}
