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

/** The family of four that comes from another prefecture: a protected mother, her children, and their grandmother
 * from abroad. Names, readings and addresses are what nobody can take from an officer; the rest is short. */
export const ARRIVING = {
  head: '真鍋\u3000理沙',
  people: [
    { name: '真鍋 理沙', kana: 'まなべ りさ', birth: 'S60.4.1', sex: '女', protected: true },
    { given: '葵', givenKana: 'あおい', birth: 'H28.5.2', sex: '女', relationship: '子' },
    { given: '湊', givenKana: 'みなと', birth: 'R3.6.3', sex: '男', relationship: '子' },
    {
      name: 'NGUYEN THI LAN', kana: 'ぐえん てぃ らん', birth: '1958.7.4', sex: '女', relationship: '母',
      foreign: { nationality: 'ベトナム', status: '永住者' },
    },
  ],
  former: { city: '船橋市', rest: '湊町二丁目10番25号' },
  town: '桜木',
  block: '7番8号',
};

/**
 * Fills in the reception of people who move in and sends it. Keys of names, readings and addresses are counted
 * apart: nobody can know them.
 */
export async function receiveArrival({ page, operator }, family, { movedOn = '昨日', reach = (target) => operator.click(target) } = {}) {
  let unavoidable = 0;
  const type = async (target, text, known = true) => {
    const before = operator.keys;
    if (!operator.clicking) await reach(target);
    await operator.type(target, text);
    if (!known) unavoidable += operator.keys - before;
  };
  const pick = (target) => (operator.clicking ? operator.check(target) : operator.pickByKeys(target));
  const field = (row, name) => page.locator(`[name="person-${row}-${name}"]`);
  const choice = (row, name, label) => page.locator(`fieldset:has([name="person-${row}-${name}"])`).last().getByLabel(label, { exact: true });
  await pick(page.getByRole('checkbox', { name: '転入', exact: true }));
  for (const [row, person] of family.people.entries()) {
    if (row > 0) {
      await operator.press('Alt+a');
      await field(row, 'name').waitFor();
    }
    if (person.name) {
      if ((await field(row, 'name').inputValue()) !== '') {
        for (const name of ['name', 'kana']) await field(row, name).fill('');
        operator.keys += 2;
      }
      await type(field(row, 'name'), person.name, false);
      await type(field(row, 'kana'), person.kana, false);
    } else {
      await page.keyboard.press('End');
      await type(field(row, 'name'), person.given, false);
      await reach(field(row, 'kana'));
      await page.keyboard.press('End');
      await type(field(row, 'kana'), person.givenKana, false);
    }
    await type(field(row, 'birth'), person.birth);
    if (person.relationship) await type(field(row, 'relationship'), person.relationship);
    await pick(choice(row, 'sex', person.sex));
    if (person.foreign) {
      await pick(field(row, 'foreign'));
      await type(field(row, 'nationality'), person.foreign.nationality);
      await type(field(row, 'residence_status'), person.foreign.status);
    }
    if (person.protected) {
      const summary = page.locator('.person').nth(row).locator('summary');
      await reach(summary);
      if (!operator.clicking) await operator.press('Enter');
      await pick(field(row, 'protected'));
    }
  }
  await type(page.getByLabel('異動日'), movedOn);
  await type(page.locator('[name="former_city"]'), family.former.city, false);
  await type(page.locator('[name="former_rest"]'), family.former.rest, false);
  await type(page.getByLabel('町字'), family.town, false);
  await type(page.getByLabel('番地・号'), family.block, false);
  await pick(page.getByRole('radio', { name: family.head }));
  await pick(page.getByRole('radio', { name: '運転免許証' }));
  await operator.press('Control+Enter');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  return { id: /\/cases\/([0-9a-f-]{36})/.exec(page.url())[1], unavoidable };
}

/** Does something that leads to another page, and waits until that one is there, even under the same address. */
export async function nextPage(page, work) {
  await page.evaluate(() => document.documentElement.setAttribute('data-left', ''));
  await work();
  await page.locator('html:not([data-left])').waitFor({ state: 'attached' });
  await page.waitForLoadState();
}

/**
 * Answers whatever is asked until nothing is asked any more. `answer(question)` gives the words of the choice
 * or the date to type for a question's text; where it gives several, the first that is offered is taken. `each(round)` is called before each round is sent.
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
      await operator.check(await offered(group, [answer(question)].flat()));
    }
    for (const field of await form.getByRole('textbox').all()) {
      const question = await field.evaluate((element) => element.labels[0].innerText);
      asked.push(question);
      await operator.type(field, [answer(question)].flat()[0]);
    }
    await each(round);
    await nextPage(page, () => operator.press('Control+Enter'));
  }
  assert.fail(`the interview does not end; asked so far: ${asked.join(' / ')}`);
}

/** The radio button with the first of these words that a question offers. */
async function offered(group, words) {
  for (const word of words) {
    const radio = group.getByRole('radio', { name: word, exact: true });
    if (await radio.count()) return radio;
  }
  throw new Error(`none of ${words.join('、')} is offered: ${await group.innerText()}`);
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
  await page.getByRole('button', { name: 'まとめて印刷する' }).waitFor();
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

/**
 * Reloads until the sections have got it. A delivery that was cut off in the middle is under its lease for 30 seconds
 * before somebody else takes it up: the wait is longer than that.
 */
export async function untilDelivered({ page }, id) {
  await page.goto(`/cases/${id}/hand-off`);
  for (const start = Date.now(); Date.now() - start < 60_000; ) {
    // Each hand-off of the case has a line in the record; none may still be on its way.
    if ((await page.getByText('担当課に到着').count()) > 0 && (await page.getByText('届けています').count()) === 0) return;
    await page.waitForTimeout(200);
    await page.reload();
  }
  assert.fail('the hand-off was not delivered');
}
