/** Waiting until someone has stopped typing. */

/**
 * Make an action wait until it has not been asked for again for a while.
 * @template {unknown[]} Args
 * @param {number} milliseconds
 * @param {(...args: Args) => void} action
 */
export function debounce(milliseconds, action) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return {
    run: (/** @type {Args} */ ...args) => {
      clearTimeout(timer);
      timer = setTimeout(() => action(...args), milliseconds);
    },
    cancel: () => clearTimeout(timer),
  };
}
