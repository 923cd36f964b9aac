/** Small lit-html directives for what attributes cannot say. */

import { noChange } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";

/** @typedef {import("lit-html/directive.js").ElementPart} ElementPart */

/** Sets one CSS property; the security policy blocks `style` attributes. */
class Style extends Directive {
  #value = "";

  /**
   * @param {string} _property
   * @param {string} _value
   */
  render(_property, _value) {
    return noChange;
  }

  /**
   * @override
   * @param {ElementPart} part
   * @param {[string, string]} arguments_
   */
  update(part, [property, value]) {
    if (value !== this.#value) {
      /** @type {HTMLElement} */ (part.element).style.setProperty(property, value);
      this.#value = value;
    }
    return noChange;
  }
}

/**
 * Sets a text field's value, but never under the fingers of someone who types; undefined
 * leaves what was typed.
 */
class FieldValue extends Directive {
  /** @param {string | undefined} _value */
  render(_value) {
    return noChange;
  }

  /**
   * @override
   * @param {ElementPart} part
   * @param {[string | undefined]} arguments_
   */
  update(part, [value]) {
    const field = /** @type {HTMLInputElement} */ (part.element);
    if (value === undefined || field === document.activeElement) return noChange;
    if (field.value !== value) field.value = value;
    return noChange;
  }
}

/** Shows a checkbox as yes, no or mixed, whatever a click has made of it meanwhile. */
class CheckedState extends Directive {
  /** @param {import("./types.js").Checked} _checked */
  render(_checked) {
    return noChange;
  }

  /**
   * @override
   * @param {ElementPart} part
   * @param {[import("./types.js").Checked]} arguments_
   */
  update(part, [checked]) {
    const box = /** @type {HTMLInputElement} */ (part.element);
    box.checked = checked === true;
    box.indeterminate = checked === "mixed";
    return noChange;
  }
}

export const style = directive(Style);
export const fieldValue = directive(FieldValue);
export const checkedState = directive(CheckedState);
