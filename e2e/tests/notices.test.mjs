// What a resident told beforehand through a portal: the file comes in, the day's visits are seen, and the reception page
// is filled with what was told.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysAgo } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('notices');

const HEADER = '受付番号,手続名,状態,届出者氏名,届出者氏名フリガナ,届出者生年月日,届出者性別,電話番号,異動予定日,来庁予定日,来庁予定時間帯,'
  + '旧住所都道府県,旧住所市区町村,旧住所町字,旧住所番地,新住所町字,新住所番地,新住所方書,'
  + '異動者1氏名,異動者1氏名フリガナ,異動者1生年月日,異動者1性別,異動者1続柄,ひとこと';
const row = (number, birth) => `${number},転入予定,新規,見本　花子,ミホン　ハナコ,${birth},女,090-0000-4321,${daysAgo(1)},${daysAgo(0)},午前,`
  + '千葉県,船橋市,本町,1番1号,桜木,7番8号,見本荘,見本　一郎,ミホン　イチロウ,2020-01-02,男,子,駐車場を使います';

world.test('a visit that was told beforehand is received without typing it again', { timeout: 300_000 }, async (t) => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator } = desk;
  const file = join(world.server.state, 'visits.csv');
  writeFileSync(file, `${HEADER}\r\n${row('V-1', '1990-05-06')}\r\n${row('V-2', 'いつか')}\r\n`);
  await page.goto('/notices');
  await album.look(page, 'empty');
  await page.getByLabel('ファイルの種類').selectOption('one_stop_visit');
  await page.locator('input[name="file"]').setInputFiles(file);
  await page.getByLabel('調べるだけ（取り込まない）').check();
  await page.getByRole('button', { name: '取り込む' }).click();
  await page.getByText('まだ取り込んでいません').waitFor();
  await album.look(page, 'looked-at');
  await page.getByLabel('ファイルの種類').selectOption('one_stop_visit');
  await page.locator('input[name="file"]').setInputFiles(file);
  await page.getByRole('button', { name: '取り込む' }).click();
  await page.getByText('確かめることがあります').waitFor();
  await page.goto('/notices?day=today');
  await album.look(page, 'today');
  await page.getByLabel('受付番号で探す').fill('V-1');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '見本　花子' }).click();
  await page.getByText('駐車場を使います').waitFor();
  await album.look(page, 'told');
  [operator.keys, operator.clicks] = [0, 0];
  await operator.press('Control+Enter');
  await page.waitForURL('**/cases/new?**');
  assert.equal(await page.locator('#person-0-name').inputValue(), '見本　花子');
  assert.equal(await page.locator('#person-1-name').inputValue(), '見本　一郎');
  await album.look(page, 'reception');
  await operator.check(page.getByRole('radio', { name: 'マイナンバーカード' }));
  await operator.press('Control+Enter');
  await page.waitForURL(/\/interview/);
  t.diagnostic(`from the notice to the interview: ${operator.keys} keys, ${operator.clicks} clicks`);
  await page.goto('/notices?state=closed');
  await page.getByText('来庁済み', { exact: true }).first().waitFor();
  await page.getByRole('link', { name: '見本　花子' }).click();
  await page.getByRole('link', { name: 'この申請の受付を開く' }).waitFor();
  await album.look(page, 'visited');
});
