/** What takes how much of the size shown: a bar of patterns, and their names. */
import { html, nothing } from "lit-html";
import { style } from "../directives.js";

/**
 * Draw the bar.
 * @param {import("../sighttypes.js").Shares | null} shares
 */
export function shares(shares) {
  if (!shares) return nothing;
  const { title, parts, note } = shares;
  return html`<figure class="shares">
    <figcaption>${title}</figcaption>
    <div class="parts" aria-hidden="true">
      ${parts.map(
        ({ share, pattern, label }) =>
          html`<span
            data-pattern=${pattern}
            data-tip=${label}
            ${style("flex-grow", String(share))}
          ></span>`,
      )}
    </div>
    <ul>
      ${parts.map(
        ({ label, text, pattern }) =>
          html`<li>
            <span class="swatch" data-pattern=${pattern}></span><span>${label}</span>
            <span class="text">${text}</span>
          </li>`,
      )}
    </ul>
    ${note ? html`<p class="quiet">${note}</p>` : nothing}
  </figure>`;
}
