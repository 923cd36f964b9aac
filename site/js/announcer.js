/**
 * Tells screen readers what has changed, in the one polite region of the page; the same
 * words twice are told twice.
 */
import { Directive, directive } from "lit-html/directive.js";
import { debounce } from "./debounce.js";
import { place } from "./mount.js";

/** How long totals must rest, in milliseconds. */
const REST = 150;

const settling = debounce(REST, tell);

/** @param {string} text */
function tell(text) {
  place("announcer").textContent = text;
}

/** Say no more of what came last. */
export function hush() {
  settling.cancel();
  tell("");
}

/** Tell of something that has happened. @param {string} text */
export function announce(text) {
  hush();
  requestAnimationFrame(() => tell(text));
}

/**
 * Tell how things are now: when they change fast, only the last of it.
 * @param {string} text
 */
export function announceSettled(text) {
  hush();
  settling.run(text);
}

/** Draws a text, and tells it whenever it has become another. */
class Spoken extends Directive {
  /** @type {string | undefined} */
  #last;

  /** @param {string | undefined} text */
  render(text) {
    const said = text?.trim() ?? "";
    const isNews = this.#last !== undefined && said !== this.#last;
    if (said && isNews) announceSettled(said);
    this.#last = said;
    return text;
  }
}

export const spoken = directive(Spoken);
