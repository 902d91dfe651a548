// An administrator's work: accounts, sections, closed days, the record. Never a resident.
import assert from 'node:assert/strict';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const NEW_PASSWORD = 'とても長い-合言葉-2026';

world.test('a new officer gets an account, signs in and must choose a password; stopped, is out at once', async () => {
  const album = new Album('admin');
  const admin = await world.officer({ role: 'administrator' });
  const { page, operator } = admin;
  admin.guard.expectStatus(422);
  await page.goto('/admin/staff');
  await album.look(page, 'staff');
  await operator.click(page.getByRole('link', { name: '職員を追加する' }));
  await operator.click(page.getByRole('button', { name: '追加する' }));
  await page.getByRole('alert').waitFor();
  await album.look(page, 'staff-new-errors');
  await page.getByLabel('サインイン名').fill('atarashii');
  await page.getByLabel('氏名').fill('辻\u{E0100}　新');
  await page.getByLabel('所属').selectOption({ label: '保険年金課' });
  await page.getByRole('radio', { name: '窓口担当' }).check();
  await operator.click(page.getByRole('button', { name: '追加する' }));
  const password = (await page.locator('strong.code').innerText()).trim();
  await album.look(page, 'staff-password');

  const fresh = await world.window();
  fresh.guard.expectStatus(422);
  await fresh.page.goto('/sign-in');
  await fresh.page.getByLabel('サインイン名').fill('atarashii');
  await fresh.page.getByLabel('パスワード').fill(password);
  await fresh.operator.press('Enter');
  await fresh.page.waitForURL('**/account**');
  await album.look(fresh.page, 'must-change-password');
  await fresh.page.goto('/residents');
  await fresh.page.waitForURL('**/account**'); // Nothing else until a password of one's own is chosen.
  await fresh.page.getByLabel('いまのパスワード').fill(password);
  await fresh.page.getByLabel(/^新しいパスワード(?!（確認）)/).fill(NEW_PASSWORD);
  await fresh.page.getByLabel('新しいパスワード（確認）').fill(NEW_PASSWORD);
  await fresh.operator.click(fresh.page.getByRole('button', { name: 'パスワードを変える' }));
  await fresh.page.goto('/residents');
  await fresh.page.getByRole('searchbox').waitFor();

  await page.goto('/admin/staff');
  await operator.click(page.getByRole('link', { name: '辻\u{E0100}　新' }));
  await album.look(page, 'staff-edit');
  await page.getByRole('radio', { name: /停止/ }).check();
  await operator.click(page.getByRole('button', { name: '保存する' }));
  await page.waitForURL('**/admin/staff');
  await fresh.page.goto('/residents');
  await fresh.page.waitForURL('**/sign-in**');
});

world.test('sections, closed days and the record', async () => {
  const album = new Album('admin-lists');
  const { page, operator, guard } = await world.officer({ role: 'administrator' });
  guard.expectStatus(422);
  // The first page leads to everything, by groups.
  await album.look(page, 'home');
  await operator.click(page.getByRole('main').getByRole('link', { name: '課・係' }));
  await page.waitForURL('**/admin/sections');
  await album.look(page, 'sections');
  await operator.click(page.getByRole('link', { name: '環境課' }));
  await page.getByLabel('場所').fill('2階 5番窓口');
  await operator.click(page.getByRole('button', { name: '保存する' }));
  await page.getByRole('row', { name: /環境課.*2階 5番窓口/ }).waitFor();

  await page.goto('/admin/closed-days');
  await album.look(page, 'closed-days');
  await page.locator('#day').fill('2027-05-06');
  await page.locator('#name').fill('臨時の閉庁');
  await operator.click(page.getByRole('button', { name: '加える' }));
  await page.goto('/admin/closed-days?year=2027');
  const row = page.getByRole('row', { name: /臨時の閉庁/ });
  await row.waitFor();
  await operator.click(row.getByRole('button'));
  await page.goto('/admin/closed-days?year=2027');
  assert.equal(await page.getByRole('row', { name: /臨時の閉庁/ }).count(), 0);

  await page.goto('/admin/audit-log');
  await page.getByRole('table').waitFor();
  await album.look(page, 'audit-log');
});

world.test('an administrator sees no resident', async () => {
  const { page, guard, context, origin } = await world.officer({ role: 'administrator' });
  guard.expectStatus(403, 404);
  for (const path of ['/residents', '/cases', '/queue']) {
    const { status } = await world.server.get(context, origin, path);
    assert.ok([403, 404].includes(status), `${path}: ${status}`);
  }
  await page.goto('/');
  assert.equal(await page.getByRole('link', { name: /住民を探す/ }).count(), 0);
});
