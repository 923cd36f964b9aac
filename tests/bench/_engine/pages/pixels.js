/**
 * Act, and measure until the frame that shows the answer; given as text to the page.
 *
 * A frame is on the screen when what was posted in it arrives. Fields are filled first:
 * that is not what is measured.
 */
async ({ target, event, text, fields, answer, attribute, expected, patience }) => {
  const dropped = () => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "products.csv", { type: "text/csv" }));
    return new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer });
  };
  const made =
    event === "drop" ? dropped() : new Event(event, { bubbles: true });
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });
  const value = () =>
    (attribute ? answer.getAttribute(attribute) : answer.textContent).trim();
  for (const [field, text] of fields) field.value = text;
  await painted();
  if (value().startsWith(expected)) return null;
  const changed = new Promise((resolve, reject) => {
    const look = () => {
      if (value().startsWith(expected)) resolve();
    };
    new MutationObserver(look).observe(answer, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    setTimeout(() => reject(new Error(`it says “${value()}”`)), patience);
  });
  const started = performance.now();
  if (event === "click") target.click();
  else target.dispatchEvent(made);
  await changed;
  return (await painted()) - started;
};
