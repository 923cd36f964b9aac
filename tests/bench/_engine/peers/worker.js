/** Runs one peer beside the page; its class comes with the bundle. */

import Peer from "peer";
import { Columns } from "./columns.js";

let peer;

async function make(address) {
  const columns = await Columns.fetch(address);
  const started = performance.now();
  peer = await Peer.make(columns);
  return { milliseconds: performance.now() - started };
}

/** Ask; what comes before the click does not count, nor does what undoes it. */
async function ask({ before, query, removes }) {
  await peer.query(before);
  const started = performance.now();
  if (removes) await peer.remove();
  const answer = await peer.query(query);
  const milliseconds = performance.now() - started;
  if (removes) await peer.restore();
  return { milliseconds, answer };
}

addEventListener("message", async ({ data }) => {
  try {
    postMessage(await (data.make ? make(data.make) : ask(data.ask)));
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
