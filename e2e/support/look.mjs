// Looks at a page as it stands: a picture of it and its accessibility, wide and narrow.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { NARROW, WIDE } from './browser.mjs';

const { source: AXE } = createRequire(import.meta.url)('axe-core');
const OUTPUT = resolve(import.meta.dirname, '../output');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Takes numbered pictures of the steps of one test and checks each page on the way. */
export class Album {
  #folder;
  #count = 0;

  constructor(name) {
    this.#folder = join(OUTPUT, name);
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Pictures and accessibility at 1280 and 320 px; no sideways scrolling at 320 px. */
  async look(page, name) {
    this.#count += 1;
    const number = String(this.#count).padStart(2, '0');
    for (const size of [NARROW, WIDE]) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(this.#folder, `${number}-${name}-${size.width}.png`), fullPage: true });
      await checkAccessibility(page, `${name} at ${size.width} px`);
      if (size === NARROW) await checkReflow(page, name);
    }
  }

  /** A picture only, at the present size. */
  async picture(page, name) {
    this.#count += 1;
    await page.screenshot({ path: join(this.#folder, `${String(this.#count).padStart(2, '0')}-${name}.png`) });
  }
}

/** No violation of WCAG 2.0, 2.1 or 2.2, levels A and AA, that a machine can find. */
export async function checkAccessibility(page, what) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}\n    ${failureSummary.replaceAll('\n', ' ')}`),
  );
  assert.equal(lines.length, 0, `accessibility of ${what} (${page.url()}):\n${lines.join('\n')}`);
}

/** WCAG 1.4.10: at 320 px nothing makes the page scroll sideways. Names the elements that stick out. */
export async function checkReflow(page, what) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
      .slice(-8);
  });
  assert.deepEqual(wide, [], `sideways scrolling on ${what} (${page.url()})`);
}

let failures = 0;

/** After a failure: what the window showed. */
export async function keepPicture(page, test) {
  mkdirSync(join(OUTPUT, 'failed'), { recursive: true });
  failures += 1;
  const name = `${test.slice(0, 40).replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${process.pid}-${failures}.png`;
  await page.screenshot({ path: join(OUTPUT, 'failed', name), fullPage: true }).catch(() => {});
  console.log(`failed at ${page.url()}, see e2e/output/failed/${name}`);
}
