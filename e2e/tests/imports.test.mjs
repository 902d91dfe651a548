// A core system's file comes in on screen: tried, its rejects taken home, imported, and its people found at the counter;
// then a file of another form, described on screen.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('imports');
const ROWS = '\r\n';

/** A file of synthetic residents, made by the program itself. */
function sample(name, seed) {
  const path = join(world.server.state, name);
  const made = world.server.runProgram(['import', 'sample', 'residents', path, '--residents', '60', '--seed', String(seed)]);
  assert.equal(made.status, 0, made.stderr);
  return path;
}

/** Rows and cells of a file of the standard layout. */
const cells = (text) => text.trimEnd().split(ROWS).map((line) => line.slice(1, -1).split('","'));

/** Waits on the page of an import, which comes round by itself, for a state. */
async function ended(page, word) {
  await page.locator('.status', { hasText: word }).first().waitFor({ timeout: 120_000 });
}

async function give(page, { layout, rows, file }) {
  await page.goto('/admin/imports');
  await page.getByLabel('何のファイルか（取込定義）').selectOption(layout);
  await page.getByRole('radio', { name: rows }).check();
  await page.locator('input[name="file"]').setInputFiles(file);
  await page.getByRole('button', { name: '始める' }).click();
  await page.waitForURL(/\/admin\/imports\/[0-9a-f-]{36}$/);
}

world.test('a file with faults is tried, its rejects are taken home, and it is imported', { timeout: 300_000 }, async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page } = admin;
  const path = sample('people.csv', 77);
  const rows = cells(readFileSync(path, 'utf8'));
  const at = (item) => rows[0].indexOf(item);
  const person = rows.slice(3).find((row) => row[at('住民状態')] === '1' && row[at('氏名')].includes('　'));
  rows[1][at('生年月日')] = 'いつか';
  writeFileSync(path, `${rows.map((row) => `"${row.join('","')}"`).join(ROWS)}${ROWS}`);
  await page.goto('/admin/imports');
  await album.look(page, 'upload');
  await give(page, { layout: 'residents', rows: /差分/, file: path });
  await ended(page, '調べ終わり');
  await page.getByText('日付として読めません', { exact: false }).first().waitFor();
  assert.ok(!(await page.content()).includes('いつか'), 'no cell is shown');
  await album.look(page, 'tried');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /CSVで保存（UTF-8）/ }).click();
  const saved = readFileSync(await (await download).path(), 'utf8');
  assert.match(saved, /^\uFEFF行,宛名番号,項目,理由,直し方\r\n/);
  await page.getByRole('button', { name: '反映する' }).click();
  await ended(page, '反映済み');
  await album.look(page, 'imported');

  const desk = await world.officer({ role: 'front_desk' });
  await search(desk, person[at('宛名番号')]);
  await desk.page.getByText(person[at('氏名')]).first().waitFor();
});

world.test('a file of another form is described on screen and imported', { timeout: 300_000 }, async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page } = admin;
  const path = sample('other.csv', 78);
  const rows = cells(readFileSync(path, 'utf8'));
  const at = rows[0].indexOf('性別');
  for (const [n, row] of rows.entries()) {
    if (n > 0) row[at] = row[at] === '1' ? 'M' : 'F';
    row.reverse();
  }
  rows[0][rows[0].indexOf('氏名_フリガナ')] = '氏名カナ';
  writeFileSync(path, `${rows.map((row) => row.join('\t')).join('\n')}\n`);
  await page.goto('/admin/imports/layouts');
  await album.look(page, 'layouts');
  await page.getByLabel('どの業務のファイルか').selectOption('residents');
  await page.getByLabel('定義の呼び名').fill('住民記録の差分');
  await page.getByLabel('定義の名前').fill('juki-own');
  await page.locator('input[name="file"]').setInputFiles(path);
  await page.getByRole('button', { name: '作り始める' }).click();
  await page.waitForURL(/\/layouts\/[0-9a-f-]{36}$/);
  assert.equal(await page.getByLabel('区切り').inputValue(), 'tab');
  await page.getByText('コード表にない値です', { exact: false }).first().waitFor();
  await album.look(page, 'draft');
  await page.locator('textarea[name="list-sex"]').evaluate((area) => {
    area.closest('details').open = true;
    area.value = 'M,男\nF,女';
  });
  await page.getByRole('button', { name: /^保存して/ }).click();
  await page.getByText('保存しました', { exact: false }).waitFor();
  assert.equal(await page.locator('.sample__error').count(), 0);
  await page.getByRole('button', { name: '使い始める' }).click();
  await page.getByText('使い始めました', { exact: false }).waitFor();
  await give(page, { layout: 'juki-own', rows: /差分/, file: path });
  await ended(page, '調べ終わり');
  await album.look(page, 'own');
});
