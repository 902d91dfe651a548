// Characters that the system's fonts do not hold. An administrator uploads the municipality's own font for its 外字,
// another publishes it; at the counter one character is drawn from it, and another, which no font has, is printed as
// its 縮退候補 because the officer chooses so.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ARRIVING, FAMILY, interview, makeApplications, nextPage, receiveArrival, search } from '../support/desk.mjs';
import { drawnBy, pixels } from '../support/drawn.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const album = new Album('characters');
// Three private-use characters of our own drawing: squares with holes. See crates/forms/src/testing.rs.
const FONT = join(import.meta.dirname, '../support/mihon-gaiji.ttf');
const NAME = '外\u{E000}　辻\u{E01EF}';
const NEWCOMERS = {
  ...ARRIVING,
  head: '1人目に入力する人',
  people: [{ name: NAME, kana: 'そと　つじ', birth: 'S60.4.1', sex: '女' }],
};

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
  const { id } = await receiveArrival(desk, NEWCOMERS);
  await interview(desk, id, (question) => (/予定日/.test(question) ? 'R8.11.20' : ['いいえ', 'なし', '分からない', '関係なし']));
  const [form] = await makeApplications(desk, id);
  await page.goto(form.path);
  await page.getByRole('heading', { name: /印字できない文字 1字/ }).waitFor();
  await page.getByText('U+8FBB U+E01EF', { exact: true }).waitFor();
  await album.look(page, 'missing');
  await nextPage(page, () => operator.click(page.getByRole('button', { name: /「辻」で印字/ })));
  await page.getByText('代えて印字する文字があります').waitFor();
  await album.look(page, 'substituted');

  // What a program takes out of the file is what was entered, whatever is drawn.
  const { body } = await world.server.print(context, origin, `${form.path}/print`);
  const text = pdf.text(body).replaceAll(/\s/g, '');
  for (const part of ['\u{E000}', '辻\u{E01EF}', '代えて印字しています（U+8FBBU+E01EF）']) assert.ok(text.includes(part), part);
  await nextPage(page, () => operator.click(page.getByRole('button', { name: /手書きに戻す/ })));
  await page.getByRole('button', { name: /「辻」で印字/ }).waitFor();

  // On the screen the municipality's own glyph stands: a square with a hole, and no box of a missing glyph.
  await page.goto(`/cases/${id}`);
  await album.look(page, 'case');
  const shown = page.locator('.name').filter({ hasText: '外\u{E000}' }).first();
  assert.equal((await drawnBy(page, shown)).ours, 1, 'U+E000; no font has the other form');
  const own = await pixels(page, '\u{E000}');
  assert.ok(own.ink > 0.1 && own.middle < 0.05, `a square with a hole: ${JSON.stringify(own)}`);
  assert.notEqual(own.picture, (await pixels(page, '\u{E777}')).picture, 'not as what no font has');

  // What no font has is counted for the administrator, who learns no name; a chief is led to the people.
  await publisher.page.goto('/admin/characters');
  const again = publisher.page.getByRole('button', { name: '数え直す' });
  if (await again.count()) await nextPage(publisher.page, () => publisher.operator.click(again));
  const row = publisher.page.getByRole('rowheader', { name: 'U+8FBB U+E01EF', exact: true });
  for (const start = Date.now(); (await row.count()) === 0 && Date.now() - start < 90_000; ) {
    await publisher.page.waitForTimeout(500);
    await publisher.page.reload();
  }
  await album.look(publisher.page, 'no-font-has');
  assert.equal(await publisher.page.getByRole('rowheader', { name: 'U+E000', exact: true }).count(), 0);
  assert.equal(await publisher.page.getByText('つじ').count(), 0);
  const chief = await world.officer({ role: 'section_chief' });
  await chief.page.goto('/admin/characters');
  await chief.operator.click(chief.page.getByRole('link', { name: 'U+8FBB U+E01EF' }));
  await chief.page.getByText('氏名にこの文字がある住民はいません').waitFor();
  await album.look(chief.page, 'nobody-of-the-register');
});

world.test('variation sequences and rare characters are drawn with the font that the page brings', async (t) => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page } = desk;
  await page.goto('/account');
  assert.equal(await page.evaluate(() => document.fonts.size), 0, 'a page without rare characters brings none');
  await search(desk, FAMILY.query);
  const name = page.locator('.name').filter({ hasText: FAMILY.head }).first();
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].map(({ family, status }) => ({ family, status }));
  });
  assert.equal(loaded.length, 1, JSON.stringify(loaded));
  assert.match(loaded[0].family, /Madoguchi Page/);
  assert.equal(loaded[0].status, 'loaded');
  const sequence = await drawnBy(page, name);
  t.diagnostic(`辻󠄀　健一: ${JSON.stringify(sequence.fonts)}`);
  assert.equal(sequence.ours, 1, 'the sequence and nothing else');
  const [form, plain] = [await pixels(page, '辻\u{E0100}'), await pixels(page, '辻')];
  assert.notEqual(form.picture, plain.picture, 'another form than the plain character');
  await album.look(page, 'sequence');

  for (const [query, written] of [['高橋大輔', '髙橋'], ['吉田茂', '𠮷田']]) {
    await search(desk, query);
    const rare = page.locator('.name').filter({ hasText: written }).first();
    assert.equal((await drawnBy(page, rare)).ours, 1, written);
  }
  // The town whose name has a sequence is drawn by it too, and what is typed again in a field.
  await page.goto('/residents?q=' + encodeURIComponent('辻堂町'));
  const town = page.locator('td').filter({ hasText: '辻\u{E0100}堂町' }).first();
  assert.equal((await drawnBy(page, town)).ours, 1);

  // The font is the terminal's no longer than its page: nobody else opens it, and nothing keeps it.
  const [sheet] = await page.locator('link[href^="/page-fonts/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const { status, headers } = await world.server.get(desk.context, desk.origin, sheet);
  assert.deepEqual([status, headers['cache-control']], [200, 'no-store']);
  const stranger = await world.window();
  assert.equal((await world.server.get(stranger.context, stranger.origin, sheet)).status, 303);
});
