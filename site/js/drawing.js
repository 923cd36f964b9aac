/** Draws QR codes with Python's segno, which micropip installs beside the library. */

/**
 * Enough to read a code from a bent or spotted print; what surrounds and fills it keeps
 * it readable in both themes. Its size is left to the page.
 */
const CORRECTION = { error: "m" };
const LOOK = { border: 4, dark: "#000", light: "#fff", omitsize: true };

/**
 * Install what draws, and give the function that makes a picture's address of a text.
 * @param {import("pyodide").PyodideInterface} python
 * @param {import("./types.js").DrawingWheels} wheels
 */
export async function installDrawing(python, { micropip, segno }) {
  python.unpackArchive(micropip.content, "wheel");
  const place = `/tmp/${segno.name}`;
  python.FS.writeFile(place, new Uint8Array(segno.content));
  const install = python.pyimport("micropip.install");
  try {
    await install(`emfs:${place}`);
  } finally {
    install.destroy();
    python.FS.unlink(place);
  }
  // Held as long as the app is, which calls it: all else is gone after a call.
  const makeCode = python.pyimport("segno.make_qr");
  return (/** @type {string} */ text) => {
    const code = makeCode.callKwargs(text, CORRECTION);
    try {
      return /** @type {string} */ (code.svg_data_uri.callKwargs(LOOK));
    } finally {
      code.destroy(); // and with it the method that was taken from it
    }
  };
}
