// What a page's own fonts draw of a text: its pixels, as the terminal shows them.

/** The dark pixels of a text in the font of an element, as a text that can be compared; its fonts are loaded first. */
export function drawn(page, selector, text) {
  return page.evaluate(
    async ([chosen, words]) => {
      const { fontFamily } = getComputedStyle(document.querySelector(chosen));
      const font = `64px ${fontFamily}`;
      await document.fonts.load(font, words);
      await document.fonts.ready;
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [96, 96];
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.font = font;
      context.textBaseline = 'middle';
      context.fillText(words, 8, 48);
      const { data } = context.getImageData(0, 0, 96, 96);
      let dark = '';
      for (let at = 3; at < data.length; at += 4) dark += data[at] > 127 ? '#' : ' ';
      return dark;
    },
    [selector, text],
  );
}

/** How many pixels two of them differ by. */
export function apart(one, other) {
  let count = 0;
  for (let at = 0; at < one.length; at += 1) count += one[at] === other[at] ? 0 : 1;
  return count;
}
