// What a front-desk officer does, page by page, as a person would: by labels, buttons and keys.
import assert from 'node:assert/strict';

/** The family of four of みほん市, as crates/synthetic makes it. Every name has a selector (U+E0100). */
export const FAMILY = {
  query: 'つじ けん',
  head: '辻\u{E0100}　健一',
  members: ['辻\u{E0100}　健一', '辻\u{E0100}　美咲', '辻\u{E0100}　蓮', '辻\u{E0100}　咲良'],
  addressee: '000000000000019',
};

/** The protected mother of みほん市 and where she lives, which nobody may learn. */
export const PROTECTED = {
  addressee: '000000000000086',
  head: '渡邉　香織',
  secrets: ['青葉台一丁目', 'ハイム緑', '5番12号'],
};

/** The day so many days ago in Japan, as officers write it: R8.11.21. */
export function daysAgo(days) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Tokyo', year: 'numeric', month: 'numeric', day: 'numeric' });
  const [month, day, year] = parts.format(new Date(Date.now() - days * 86_400_000)).split('/').map(Number);
  return `R${year - 2018}.${month}.${day}`;
}

/** Types into the search box and waits for the hits. */
export async function search({ page, operator }, query) {
  await page.goto('/residents');
  await operator.type(page.getByRole('searchbox'), query);
  await operator.press('Enter');
  await page.waitForURL('**/residents?q=**');
}

/** From the hit to the reception page of the household. */
export async function openReception({ page, operator }, name) {
  await operator.click(page.getByRole('link', { name }).first());
  await page.getByRole('link', { name: 'この世帯の受付を始める' }).waitFor();
  await operator.press('Control+Enter');
  await page.waitForURL('**/cases/new?**');
}

/** Fills in the reception of a 転居 of the whole household and sends it. */
export async function receiveMove({ page, operator }, { visitor, movedOn = daysAgo(3), town = '桜木', block = '4番5号', building = '', phone = '' }) {
  await operator.check(page.getByRole('checkbox', { name: '転居' }));
  await operator.type(page.getByLabel('異動日'), movedOn);
  await operator.type(page.getByLabel('町字'), town);
  await operator.type(page.getByLabel('番地・号'), block);
  if (building) await operator.type(page.getByLabel('方書'), building);
  await operator.check(page.getByRole('radio', { name: visitor }));
  if (phone) await operator.type(page.getByLabel('電話番号'), phone);
  await operator.check(page.getByRole('radio', { name: '運転免許証' }));
  await operator.press('Control+Enter');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  return /\/cases\/([0-9a-f-]{36})/.exec(page.url())[1];
}

/**
 * Answers whatever is asked until nothing is asked any more. `answer(question)` gives the words of the choice
 * or the date to type for a question's text. `each(round)` is called before each round is sent.
 */
export async function interview({ page, operator }, id, answer, each = async () => {}) {
  if (!page.url().includes('/interview')) await page.goto(`/cases/${id}/interview`);
  const asked = [];
  for (let round = 1; round <= 20; round += 1) {
    if (await page.getByText('聞くことはもうありません').isVisible()) return asked;
    const form = page.locator('form[action$="/interview"]');
    for (const group of await form.getByRole('group').all()) {
      const question = (await group.locator('legend').innerText()).trim();
      asked.push(question);
      await operator.check(group.getByRole('radio', { name: answer(question), exact: true }));
    }
    for (const field of await form.getByRole('textbox').all()) {
      const question = await field.evaluate((element) => element.labels[0].innerText);
      asked.push(question);
      await operator.type(field, answer(question));
    }
    await each(round);
    await operator.press('Control+Enter');
    await page.waitForURL('**/interview?changed=**');
  }
  assert.fail(`the interview does not end; asked so far: ${asked.join(' / ')}`);
}

/** The answers of the family of four: everything that makes work is a yes. */
export function familyAnswer(question) {
  if (/水道|広域/.test(question)) return 'はい';
  if (/通学区域/.test(question)) return 'はい';
  if (/住民票の写し/.test(question)) return 'はい';
  return 'いいえ';
}

/** Makes all applications; gives `{ title, path }` of each. */
export async function makeApplications({ page, operator }, id) {
  await page.goto(`/cases/${id}/applications`);
  await page.getByRole('button', { name: '申請書を作成する' }).waitFor();
  await operator.press('Control+Enter');
  await page.getByRole('link', { name: 'まとめて印刷（PDF）' }).waitFor();
  const links = page.getByRole('rowheader').getByRole('link');
  return links.evaluateAll((all) => all.map((link) => ({ title: link.innerText, path: new URL(link.href).pathname })));
}

/** The officer has seen the signature on one printed form. */
export async function signOnPaper({ page, operator }, { path }) {
  await page.goto(`${path}/signature`);
  await operator.click(page.getByRole('button', { name: '紙の署名を確かめました' }));
  await page.waitForURL((url) => url.pathname !== `${path}/signature`);
}

/** The officer has seen the signatures on all printed forms that are not signed yet. */
export async function signAllOnPaper({ page, operator }, id) {
  await page.goto(`/cases/${id}/applications`);
  await operator.click(page.getByRole('button', { name: 'すべての紙に署名をもらいました' }));
  await page.waitForURL('**/hand-off');
}

/** The resident writes three strokes into the box. */
export async function drawSignature({ page }) {
  const canvas = page.locator('[data-signature-pad] canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const strokes = [
    [[0.1, 0.3], [0.3, 0.25], [0.5, 0.35]],
    [[0.2, 0.2], [0.25, 0.5], [0.15, 0.8]],
    [[0.6, 0.2], [0.7, 0.5], [0.6, 0.8], [0.9, 0.7]],
  ];
  for (const [first, ...rest] of strokes) {
    await page.mouse.move(box.x + first[0] * box.width, box.y + first[1] * box.height);
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 8 });
    await page.mouse.up();
  }
}

/** Hands the case off, alerts confirmed, and waits until the sections have it. */
export async function handOff({ page, operator }, id) {
  await page.goto(`/cases/${id}/hand-off`);
  const alerts = page.getByRole('checkbox', { name: '上の注意を確かめました' });
  if (await alerts.count()) await operator.check(alerts);
  await operator.click(page.getByRole('button', { name: '担当課へ引き継ぐ' }));
  await page.getByText('引継ぎの記録').waitFor();
}

/** Reloads until the sections have got it. */
export async function untilDelivered({ page }, id) {
  await page.goto(`/cases/${id}/hand-off`);
  for (let tries = 0; tries < 100; tries += 1) {
    // Each hand-off of the case has a line in the record; none may still be on its way.
    if ((await page.getByText('担当課に到着').count()) > 0 && (await page.getByText('届けています').count()) === 0) return;
    await page.waitForTimeout(200);
    await page.reload();
  }
  assert.fail('the hand-off was not delivered');
}
