// The life of the papers of a case: printed and printed again, signed on the screen, corrected, withdrawn, sent with a
// cover, handed on as data, and printed with those of other cases at once.
import assert from 'node:assert/strict';
import {
  FAMILY, drawSignature, familyAnswer, interview, makeApplications, nextPage, openReception, receiveMove, search,
} from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const album = new Album('papers');
const plain = (bytes) => pdf.text(bytes).replaceAll(/[\s　]/g, '');

const seen = new Set();

/**
 * Clicks a button that prints: a new window opens on the file. Gives back its address. The viewer of an earlier print
 * may still ask for its own file again, so only an address not seen before counts.
 */
async function printed({ page, context, operator }, name) {
  const isFile = (response) => response.url().endsWith('/paper.pdf') && !seen.has(response.url());
  const [file] = await Promise.all([
    context.waitForEvent('response', isFile),
    operator.click(page.getByRole('button', { name, exact: true })),
  ]);
  seen.add(file.url());
  await Promise.all(context.pages().filter((one) => one !== page).map((one) => one.close()));
  return new URL(file.url()).pathname;
}

world.test('the life of an application on paper', { timeout: 900_000 }, async (t) => {
  const admin = await world.officer({ role: 'administrator' });
  await admin.page.goto('/admin/printing?form=resident_movement_notification');
  await admin.page.getByLabel('プリンター').fill('1階の複合機');
  await admin.page.getByLabel('用紙の色・種類').fill('うぐいす色');
  await admin.operator.press('Control+Enter');
  await admin.page.getByText('印刷の案内を保存しました。').waitFor();
  await album.look(admin.page, 'printing');

  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator, context, origin } = desk;
  const get = (path) => world.server.get(context, origin, path);
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  const id = await receiveMove(desk, { visitor: FAMILY.head, building: 'コーポ桜木　305号' });
  await interview(desk, id, familyAnswer);
  const forms = await makeApplications(desk, id);
  const [first, second] = forms;
  await page.goto(first.path);
  await page.getByText('1階の複合機・うぐいす色').waitFor();
  const picture = (await get(`${first.path}/pages/1.svg`)).body.toString('utf8');
  assert.match(picture, /watermark/, 'what is looked at cannot be used as the paper');

  // The first print says nothing of itself, the second does, with the day, on every page.
  const one = await get(await printed(desk, '印刷する'));
  assert.doesNotMatch(plain(one.body), /再印刷|旧版/);
  await page.goto(first.path);
  const two = await get(await printed(desk, '印刷する'));
  const again = plain(two.body).match(/再印刷（2回目）\d{4}年\d{1,2}月\d{1,2}日/g);
  assert.equal(again?.length, pdf.pages(two.body), 'every page says that it is printed again');
  const [mark] = again;
  assert.equal(plain(two.body).replace(mark, ''), plain(one.body), 'all else is the same');
  await page.goto(first.path);
  assert.equal(await page.getByText('再印刷（2回目）').count(), 1);
  t.diagnostic('printed twice');

  // Signed on the screen: strokes and time are on the paper.
  await page.goto(`${first.path}/signature`);
  await drawSignature(desk);
  await nextPage(page, () => page.getByRole('button', { name: 'この署名で確定する' }).click());
  await page.goto(first.path);
  await album.look(page, 'signed');
  const signed = await get(await printed(desk, '印刷する'));
  assert.match(plain(signed.body), /署名\d{4}年\d{1,2}月\d{1,2}日\d{1,2}:\d{2}/);

  // Corrected afterwards: both versions are there with the difference, and a signature is asked for again.
  await page.goto(`/cases/${id}/reception`);
  await operator.replace(page.getByLabel('方書'), 'コーポ桜木　306号');
  await nextPage(page, () => operator.press('Control+Enter'));
  await page.goto(first.path);
  const changed = page.getByRole('row').filter({ hasText: '訂正' });
  assert.match(await changed.innerText(), /305号[\s\S]*306号/);
  await page.getByRole('link', { name: '署名をもらう' }).waitFor();
  await page.getByText(/無効（/).first().waitFor();
  await album.look(page, 'corrected');
  await operator.click(page.getByRole('link', { name: /見る・印刷/ }));
  await page.getByText('旧版（第1版）').first().waitFor();
  await album.look(page, 'old-version');
  const old = await get(await printed(desk, 'この版を印刷する'));
  const text = plain(old.body);
  assert.equal(text.match(/旧版（第1版）/g)?.length, pdf.pages(old.body));
  assert.match(text, /305号/);
  assert.match(text, /署名\d{4}年\d{1,2}月\d{1,2}日\d{1,2}:\d{2}/, 'as it was signed');
  t.diagnostic('corrected, and the signed version printed');

  // Withdrawn by the resident, and taken back.
  desk.guard.expectStatus(422);
  await page.goto(second.path);
  await page.getByText('この申請を取り下げる').click();
  await nextPage(page, () => operator.click(page.getByRole('button', { name: '申請を取り下げる' })));
  await page.getByRole('alert').waitFor(); // A reason is needed.
  await page.getByLabel('取り下げる理由').fill('家族が別の日に手続きするため');
  await operator.click(page.getByRole('button', { name: '申請を取り下げる' }));
  await page.waitForURL('**/applications');
  await page.getByText('家族が別の日に手続きするため').waitFor();
  await album.look(page, 'withdrawn');
  await nextPage(page, () => operator.click(page.getByRole('button', { name: /取下げを取り消す/ })));
  assert.equal(await page.getByText('家族が別の日に手続きするため').count(), 0);

  // With its cover, and as data.
  await album.look(page, 'applications');
  const bundle = await get(await printed(desk, '送付票を付けて印刷する'));
  const cover = plain(bundle.body);
  for (const said of ['送付票', '第2版', '担当課と手続', 'の署名']) assert.ok(cover.includes(said), said);
  const json = await get(`${first.path}/application.json`);
  const data = JSON.parse(json.body.toString('utf8'));
  assert.equal(data.version, 2);
  assert.equal(data.signature.state, 'unsigned');
  assert.ok(data.fields.some(({ value }) => value === FAMILY.head), 'the name keeps its selector');
  assert.match((await get(`${first.path}/application.txt`)).body.toString('utf8'), /306号/);

  // Many at once: in the background, with progress, and opened when they are there.
  await page.goto('/prints');
  await album.look(page, 'batches');
  await operator.check(page.getByRole('radio', { name: /今日受け付けたもの/ }));
  await page.getByLabel('まだ印刷していない申請書だけにする').uncheck();
  await operator.press('Control+Enter');
  await page.waitForURL(/\/prints\/[0-9a-f-]{36}/);
  await page.getByText('作成済み', { exact: true }).waitFor({ timeout: 60_000 }); // The page comes round by itself.
  await album.look(page, 'batch');
  const part = await page.getByRole('link', { name: 'PDF 1' }).getAttribute('href');
  const papers = plain((await get(part)).body);
  assert.ok(papers.includes('306号') && !papers.includes('305号'), 'the newest versions');
  const chief = await world.officer({ role: 'section_chief' });
  assert.equal((await world.server.get(chief.context, chief.origin, part)).status, 404, 'another officer has no part in it');

  await admin.page.goto('/admin/audit-log');
  await admin.page.getByText(/第1版・\d枚（2回目）/).first().waitFor();
  await album.look(admin.page, 'audit-log');
});
