// How alike two pictures are. Both are drawn onto a canvas in the browser, so that no image library is needed.

/**
 * Grey differences of two PNGs of the same size, 0 (equal) to 255:
 * `mean` over the whole page, and `worst`, the largest mean of any tile of 12 by 12 pixels. Two rasterisers
 * smooth edges differently by a grey step or two, which the means level out; a character or a tick that one
 * has and the other has not fills a tile and stands out.
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
        const tile = 12;
        let sum = 0;
        let worst = { mean: 0 };
        for (let y = 0; y < a.height; y += tile) {
          for (let x = 0; x < a.width; x += tile) {
            let [mine, count] = [0, 0];
            for (let v = y; v < Math.min(y + tile, a.height); v += 1) {
              for (let u = x; u < Math.min(x + tile, a.width); u += 1) {
                // Signed: two smoothings of one edge cancel out, a missing stroke does not.
                mine += a.values[v * a.width + u] - b.values[v * a.width + u];
                sum += Math.abs(a.values[v * a.width + u] - b.values[v * a.width + u]);
                count += 1;
              }
            }
            if (Math.abs(mine) / count > worst.mean) worst = { mean: Math.abs(mine) / count, x, y };
          }
        }
        return { mean: sum / a.values.length, worst };
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
