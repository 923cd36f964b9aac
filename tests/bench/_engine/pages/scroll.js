/**
 * Scroll an element a frame at a time while something else is asked again and again, and
 * return when each frame came and how many showed a row that had not come yet.
 */
async ({ element, busy, frames, step, every }) => {
  const times = [];
  let waiting = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    times.push(await new Promise((resolve) => requestAnimationFrame(resolve)));
    if (element.querySelector("[aria-busy]")) waiting += 1;
    if (frame % every === 0) busy.click();
    element.scrollTop += step;
  }
  element.scrollTop = 0;
  return { times, waiting };
};
