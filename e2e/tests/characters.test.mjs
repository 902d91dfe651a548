// Characters that the system's fonts do not hold. An administrator uploads the municipality's own font for its 外字,
// another publishes it; at the counter one character is drawn from it, and another, which no font has, is printed as
// its 縮退候補 because the officer chooses so.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ARRIVING, interview, makeApplications, nextPage, receiveArrival } from '../support/desk.mjs';
import { apart, drawn } from '../support/drawn.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const album = new Album('characters');
// Three private-use characters of our own drawing: squares with holes. See crates/forms/src/testing.rs.
const FONT = join(import.meta.dirname, '../support/mihon-gaiji.ttf');
const NAME = '外\u{E000}　辻\u{E01EF}';
const FAMILY = {
  ...ARRIVING,
  head: '1人目に入力する人',
  people: [{ name: NAME, kana: 'そと　つじ', birth: 'S60.4.1', sex: '女' }],
};

/** Asks for a count of the characters in use until it has this one. */
async function until(page, words) {
  for (const start = Date.now(); Date.now() - start < 90_000; ) {
    if (await page.getByText(words, { exact: true }).first().isVisible()) return;
    const again = page.getByRole('button', { name: '数え直す' });
    if (await again.isVisible()) await nextPage(page, () => again.click());
    await page.waitForTimeout(500);
    await page.reload();
  }
  assert.fail(`${words} is not listed`);
}

world.test('from the font to the paper', { timeout: 600_000 }, async () => {
  const uploader = await world.officer({ role: 'administrator' });
  uploader.guard.expectStatus(422);
  await uploader.page.goto('/admin/fonts');
  await album.look(uploader.page, 'no-font');
  // A file that is no font is told beside the field.
  await uploader.page.getByLabel('何のためのフォントか').fill('住民記録システムの外字');
  await uploader.page.getByLabel('フォントのファイル').setInputFiles(import.meta.filename);
  await uploader.operator.press('Control+Enter');
  await uploader.page.getByText('フォントのファイルとして読めません', { exact: false }).first().waitFor();
  await album.look(uploader.page, 'no-font-told');
  await uploader.page.getByLabel('フォントのファイル').setInputFiles(FONT);
  await uploader.operator.press('Control+Enter');
  await uploader.page.waitForURL(/\/admin\/fonts\/[0-9a-f-]{36}/);
  await album.look(uploader.page, 'uploaded');
  assert.equal(await uploader.page.getByRole('button', { name: '公開する' }).count(), 0);
  const publisher = await world.officer({ role: 'administrator', nth: 1 });
  await publisher.page.goto(uploader.page.url());
  await album.look(publisher.page, 'to-publish');
  await nextPage(publisher.page, () => publisher.operator.click(publisher.page.getByRole('button', { name: '公開する' })));
  await publisher.page.getByText('使用中').first().waitFor();
  await publisher.page.goto('/admin/fonts');
  await album.look(publisher.page, 'published');

  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator, context, origin } = desk;
  await page.goto('/cases/new?arriving=1');
  const { id } = await receiveArrival(desk, FAMILY);
  await interview(desk, id, (question) => (/予定日/.test(question) ? 'R8.11.20' : ['いいえ', 'なし', '分からない', '関係なし']));
  const [form] = await makeApplications(desk, id);
  await page.goto(form.path);
  await page.getByRole('heading', { name: /印字できない文字 1字/ }).waitFor();
  await page.getByText('U+8FBB U+E01EF', { exact: true }).waitFor();
  await album.look(page, 'missing');
  await nextPage(page, () => operator.click(page.getByRole('button', { name: /「辻」で印字/ })));
  await page.getByText('代えて印字する文字があります').waitFor();
  await album.look(page, 'substituted');

  // On the screen, too, each is drawn by the font the page brings: no box for what is missing, no shape of another form.
  await page.goto(`/cases/${id}`);
  const box = await drawn(page, '.name', '\u{E0F7}');
  assert.ok(apart(await drawn(page, '.name', '\u{E000}'), box) > 100, 'the own font draws its character');
  await page.goto(`/residents?q=${encodeURIComponent('つじ けんいち')}`);
  const [plain, one] = [await drawn(page, '.name', '辻'), await drawn(page, '.name', '辻\u{E0100}')];
  assert.ok(apart(plain, one) > 20, 'the form with one dot is another than the one with two');
  assert.ok(await page.evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded')), 'by a font of ours');

  // The administrator is told which character no font has, and how often.
  await uploader.page.goto('/admin/characters');
  await until(uploader.page, 'U+8FBB U+E01EF');
  await album.look(uploader.page, 'in-no-font');

  // What a program takes out of the file is what was entered, whatever is drawn.
  const { body } = await world.server.print(context, origin, `${form.path}/print`);
  const text = pdf.text(body).replaceAll(/\s/g, '');
  for (const part of ['\u{E000}', '辻\u{E01EF}', '代えて印字しています（U+8FBBU+E01EF）']) assert.ok(text.includes(part), part);
  await page.goto(form.path);
  await nextPage(page, () => operator.click(page.getByRole('button', { name: /手書きに戻す/ })));
  await page.getByRole('button', { name: /「辻」で印字/ }).waitFor();
});
