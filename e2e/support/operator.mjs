// An officer's hands: every click and key is counted, and every control is found as a person finds it, by its
// role and its visible name.
import assert from 'node:assert/strict';

export class Operator {
  clicks = 0;
  keys = 0;
  /** False: everything is reached by keys. */
  clicking = true;

  constructor(page) {
    this.page = page;
  }

  async click(target) {
    this.clicks += 1;
    await target.click();
  }

  async check(target) {
    if (await target.isChecked()) return;
    this.clicks += 1;
    await target.check();
  }

  /** Types into a field that already has the focus, or after a click into it. */
  async type(target, text) {
    const focused = await target.evaluate((element) => element === document.activeElement);
    if (!focused) await this.click(target);
    this.keys += strokes(text);
    await target.pressSequentially(text);
  }

  /** Replaces what a field holds: select all, then type. */
  async replace(target, text) {
    await target.fill('');
    this.keys += 1;
    await this.type(target, text);
  }

  async select(target, label) {
    this.clicks += 2;
    await target.selectOption({ label });
  }

  async press(key) {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  /** Presses Tab until the focus is on `target`, which then must be visibly focused. */
  async tabTo(target, { most = 80, back = false } = {}) {
    for (let presses = 0; presses <= most; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.press(back ? 'Shift+Tab' : 'Tab');
      assert.ok(await focusShows(this.page), `the focus is not visible on ${await focused(this.page)}`);
      assert.ok(await focusIsUncovered(this.page), `something covers the focused ${await focused(this.page)}`);
    }
    throw new Error(`not reached by Tab: ${target}; the focus is on ${await focused(this.page)}`);
  }

  /** Picks a checkbox or radio button by keys alone: Tab to it or to its group, arrows within the group. */
  async pickByKeys(target) {
    if (await target.isChecked()) return;
    if ((await target.getAttribute('type')) !== 'radio') {
      await this.tabTo(target, { most: 200 });
      await this.press('Space');
      return;
    }
    // Of a group of radio buttons Tab reaches the picked one, or else the first.
    const name = await target.getAttribute('name');
    const group = this.page.locator(`input[type="radio"][name="${name}"]`);
    const picked = this.page.locator(`input[type="radio"][name="${name}"]:checked`);
    await this.tabTo((await picked.count()) ? picked : group.first(), { most: 200 });
    if ((await picked.count()) === 0) await this.press('Space');
    for (let presses = 0; presses < 20 && !(await target.isChecked()); presses += 1) await this.press('ArrowDown');
    assert.ok(await target.isChecked(), `picked by keys: ${target}`);
  }

  get counts() {
    return { clicks: this.clicks, keys: this.keys };
  }
}

/** Keys a person presses for a text: two for each kana and one to confirm them; one for any other character. */
export function strokes(text) {
  const kana = [...text].filter((character) => /[\u3041-\u30fc]/.test(character)).length;
  return [...text].length + kana + (kana > 0 ? 1 : 0);
}

function focused(page) {
  return page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160));
}

/** WCAG 2.4.7: the focused element or its label draws an outline, a shadow or another border. */
function focusShows(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return true; // The focus is in the browser's own controls.
    const places = [element, element.closest('label'), element.parentElement].filter(Boolean);
    return places.some((place) => {
      const style = getComputedStyle(place);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
  });
}

/** WCAG 2.4.11: something of the focused element can be seen, no bar that stays in place covers it whole. */
function focusIsUncovered(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return true;
    const box = element.getBoundingClientRect();
    const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]];
    return points.some(([x, y]) => {
      const seen = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return seen !== null && (element.contains(seen) || seen.contains(element));
    });
  });
}
