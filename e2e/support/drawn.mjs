// Which font really drew a text, as Chromium itself tells, and what the drawing looks like.

let marks = 0;

/**
 * The fonts that drew an element's text: `{ fonts: [{ family, own, glyphs }], ours }`. `ours` counts the glyphs of fonts
 * that the page brought; the terminal's own have none of them.
 */
export async function drawnBy(page, locator) {
  await page.evaluate(() => document.fonts.ready);
  marks += 1;
  const mark = `drawn-${marks}`;
  await locator.evaluate((element, name) => element.setAttribute('data-drawn', name), mark);
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument', { depth: 0 });
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: `[data-drawn="${mark}"]` });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    const told = fonts.map(({ familyName, isCustomFont, glyphCount }) => ({ family: familyName, own: isCustomFont, glyphs: glyphCount }));
    const ours = told.filter(({ own }) => own).reduce((sum, { glyphs }) => sum + glyphs, 0);
    return { fonts: told, ours };
  } finally {
    await session.detach();
  }
}

/**
 * One character drawn large with the page's font: `ink`, how much of its square is dark; `middle`, how much of the middle
 * is; `picture`, the drawing itself, to be compared.
 */
export function pixels(page, character) {
  return page.evaluate(async (text) => {
    await document.fonts.ready;
    const size = 120;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [size, size];
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.font = `${size}px "Madoguchi Page", serif`;
    pen.textBaseline = 'alphabetic';
    pen.fillText(text, 0, size * 0.88);
    const dark = (from, to) => {
      const { data } = pen.getImageData(from, from, to - from, to - from);
      let count = 0;
      for (let at = 3; at < data.length; at += 4) count += data[at] > 127 ? 1 : 0;
      return count / (data.length / 4);
    };
    const box = canvas.getContext('2d').getImageData(0, 0, size, size).data;
    let [left, right, top, bottom] = [size, 0, size, 0];
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        if (box[(y * size + x) * 4 + 3] <= 127) continue;
        [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      }
    }
    const [x, y] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
    const middle = pen.getImageData(x - 2, y - 2, 5, 5).data.filter((_, at) => at % 4 === 3 && _ > 127).length / 25;
    return { ink: dark(0, size), middle, picture: canvas.toDataURL() };
  }, character);
}
