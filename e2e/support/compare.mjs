// How alike two pictures are. Both are drawn onto a canvas in the browser, so that no image library is needed.

/**
 * Grey differences of two PNGs of the same size, 0 (equal) to 255: `mean` over the whole page, taken between
 * cells of 3 by 3 pixels, and `worst`, the largest difference between tiles of 12 by 12. Two rasterisers place
 * the grey of an edge a fraction of a pixel apart, which the averages level out; a character or a tick that
 * one has and the other has not fills a tile and stands out.
 */
export async function difference(browser, one, other) {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async ([first, second]) => {
        const grey = async (base64) => {
          const image = new Image();
          image.src = `data:image/png;base64,${base64}`;
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.width;
          canvas.height = image.height;
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, image.width, image.height);
          const values = new Float32Array(image.width * image.height);
          for (let i = 0; i < values.length; i += 1) values[i] = (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3;
          return { width: image.width, height: image.height, values };
        };
        const [a, b] = [await grey(first), await grey(second)];
        if (a.width !== b.width || a.height !== b.height) throw new Error(`sizes ${a.width}×${a.height} and ${b.width}×${b.height}`);
        // The mean of the signed differences of one square: shifted edges cancel out, a missing stroke does not.
        const square = (x, y, side) => {
          let [sum, count] = [0, 0];
          for (let v = y; v < Math.min(y + side, a.height); v += 1) {
            for (let u = x; u < Math.min(x + side, a.width); u += 1) {
              sum += a.values[v * a.width + u] - b.values[v * a.width + u];
              count += 1;
            }
          }
          return Math.abs(sum) / count;
        };
        const squares = (side) => {
          const all = [];
          for (let y = 0; y < a.height; y += side) for (let x = 0; x < a.width; x += side) all.push({ x, y, mean: square(x, y, side) });
          return all;
        };
        const cells = squares(3);
        const mean = cells.reduce((sum, cell) => sum + cell.mean, 0) / cells.length;
        return { mean, worst: squares(12).reduce((worst, tile) => (tile.mean > worst.mean ? tile : worst)) };
      },
      [one.toString('base64'), other.toString('base64')],
    );
  } finally {
    await page.close();
  }
}

/** An SVG page as Chromium draws it, as a PNG of the given size. */
export async function rasterise(browser, svg, { width, height }) {
  const page = await browser.newPage({ viewport: { width, height } });
  try {
    await page.setContent(`<style>html,body{margin:0;background:#fff}svg{display:block;width:${width}px;height:${height}px}</style>${svg}`);
    return await page.screenshot({ clip: { x: 0, y: 0, width, height } });
  } finally {
    await page.close();
  }
}
