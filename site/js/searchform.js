/** The form that asks the archive for observations. */
import { html, nothing } from "lit-html";
import { icon } from "./icons.js";
import { words } from "./words.js";

const UNITS = /** @type {const} */ (["arcminutes", "degrees", "arcseconds"]);
const LEVELS = ["0", "1", "2", "3", "4"];

/**
 * Draw the form.
 * @param {import("./types.js").Search | undefined} search
 * @param {(query: Record<string, string | string[]>) => void} onSearch
 */
export function searchForm(search, onSearch) {
  const wrong = search?.wrong ?? null;
  const text = words.search.fields;
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    onSearch(read(/** @type {HTMLFormElement} */ (event.target)));
  };
  return html`<form class="search-form" novalidate @submit=${onSubmit}>
    ${field("target", text.target, wrong, { placeholder: words.search.examples.target })}
    ${field("position", text.position, wrong, {
      placeholder: words.search.examples.position,
    })}
    <div class="joined">
      ${field("radius", text.radius, wrong, { value: "3", inputmode: "decimal" })}
      <label class="form-field">
        <span>${text.unit}</span>
        <select class="field" name="unit">
          ${UNITS.map((unit) => html`<option value=${unit}>${words.search.units[unit]}</option>`)}
        </select>
      </label>
    </div>
    ${field("proposals", text.proposals, wrong, {
      placeholder: words.search.examples.proposals,
    })}
    ${field("missions", text.missions, wrong, {
      placeholder: words.search.examples.missions,
    })}
    ${field("instruments", text.instruments, wrong, {
      placeholder: words.search.examples.instruments,
    })}
    <label class="form-field wide">
      <span>${text.observation_ids}</span>
      <textarea
        class="field code"
        name="observation_ids"
        rows="3"
        spellcheck="false"
        placeholder=${words.search.examples.observation_ids}
        aria-invalid=${wrong?.field === "observation_ids" ? "true" : nothing}
        aria-describedby=${wrong?.field === "observation_ids" ? "search-wrong" : nothing}
      ></textarea>
    </label>
    <div class="joined">
      ${field("first_day", text.first_day, wrong, { type: "date" })}
      ${field("last_day", text.last_day, wrong, { type: "date" })}
    </div>
    <fieldset class="form-field checks">
      <legend>${text.levels}</legend>
      ${LEVELS.map((level) => check("levels", level, level))}
    </fieldset>
    <fieldset class="form-field checks">
      <legend>${text.access}</legend>
      ${check("access", "PUBLIC", words.search.access.public)}
      ${check("access", "EXCLUSIVE_ACCESS", words.search.access.exclusive)}
    </fieldset>
    <div class="form-end">
      <button type="submit" class="button primary">
        ${icon("search")}<span>${words.search.button}</span>
      </button>
      ${
        wrong
          ? html`<p class="field-error" id="search-wrong" role="alert">
              ${wrong.where ? html`<q>${wrong.where}</q>: ` : nothing}${wrong.message}
            </p>`
          : nothing
      }
    </div>
  </form>`;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {import("./types.js").Search["wrong"]} wrong
 * @param {{ type?: string, placeholder?: string, value?: string, inputmode?: string }} [more]
 */
function field(name, label, wrong, more = {}) {
  const isWrong = wrong?.field === name;
  return html`<label class="form-field">
    <span>${label}</span>
    <input
      class="field"
      name=${name}
      type=${more.type ?? "text"}
      value=${more.value ?? nothing}
      placeholder=${more.placeholder ?? nothing}
      inputmode=${more.inputmode ?? nothing}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${isWrong ? "true" : nothing}
      aria-describedby=${isWrong ? "search-wrong" : nothing}
    />
  </label>`;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} label
 */
function check(name, value, label) {
  return html`<label><input type="checkbox" name=${name} value=${value} />${label}</label>`;
}

/**
 * What the form holds: the checked values of a group as a list.
 * @param {HTMLFormElement} form
 */
function read(form) {
  const data = new FormData(form);
  /** @type {Record<string, string | string[]>} */
  const query = {};
  for (const [name, value] of data) query[name] = String(value);
  for (const name of ["levels", "access"]) query[name] = data.getAll(name).map(String);
  return query;
}
