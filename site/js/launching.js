/** Takes the files with which the installed page is opened, where the platform does that. */

/** @typedef {{ files: { getFile: () => Promise<File> }[] }} Launch */

/** @param {(files: File[]) => void} onFiles */
export function acceptLaunches(onFiles) {
  // Not in every browser, and not in TypeScript's list yet.
  const { launchQueue } = /** @type {any} */ (window);
  launchQueue?.setConsumer(async (/** @type {Launch} */ { files }) => {
    if (files.length > 0)
      onFiles(await Promise.all(files.map((file) => file.getFile())));
  });
}
