/**
 * Says in one sentence why the page cannot work here: opened from a file, or in a
 * browser that is too old. A classic script in old syntax, since it has to run there.
 */
(() => {
  const old =
    !window.CSS ||
    !CSS.supports("color", "light-dark(red, red)") ||
    !("popover" in HTMLElement.prototype);
  const id = location.protocol === "file:" ? "notice-file" : old ? "notice-old" : "";
  const notice = id && document.getElementById(id);
  if (!notice) return;
  notice.hidden = false;
  document.documentElement.setAttribute("data-engine", "failed");
})();
