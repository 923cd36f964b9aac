/** The dialog that retrieves calibration references, which comes when it is needed. */
import { later } from "./later.js";
import { dialog } from "./mount.js";

/** @param {ConstructorParameters<typeof import("./dialogs/references.js").ReferencesDialog>[1]} hooks */
export function referencesDialog(hooks) {
  const use = later(
    ({ ReferencesDialog }) => new ReferencesDialog(dialog("references"), hooks),
    hooks.report,
  );
  return { open: () => use((references) => references.open()) };
}
