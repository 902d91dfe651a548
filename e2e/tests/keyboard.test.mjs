// Reception by keyboard alone: no click at all, the focus always visible.
import assert from 'node:assert/strict';
import { FAMILY, daysAgo, familyAnswer, interview, makeApplications, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';

const world = fixture();

world.test('an officer receives a family without touching the mouse', async () => {
  const { page, operator } = await world.window();
  const account = world.server.account({ role: 'front_desk' });
  await page.goto('/sign-in');
  await operator.tabTo(page.getByLabel('サインイン名'));
  await page.keyboard.type(account.sign_in_name);
  await operator.tabTo(page.getByLabel('パスワード'));
  await page.keyboard.type(account.password);
  await operator.press('Enter');
  await page.getByRole('button', { name: 'サインアウト' }).waitFor();
  const before = operator.keys;

  await operator.press('Alt+2');
  await page.waitForURL('**/residents');
  assert.ok(await page.getByRole('searchbox').evaluate((box) => box === document.activeElement), 'the search box has the focus');
  await operator.type(page.getByRole('searchbox'), FAMILY.query);
  await operator.press('Enter');
  await page.waitForURL('**/residents?q=**');
  const hit = page.getByRole('link', { name: FAMILY.head }).first();
  await operator.tabTo(hit);
  await operator.press('Enter');
  await page.waitForURL(/\/residents\/[0-9a-f-]{36}/);
  await operator.press('Control+Enter');
  await page.waitForURL('**/cases/new?**');

  await operator.tabTo(page.getByRole('checkbox', { name: '転居' }));
  if (!(await page.getByRole('checkbox', { name: '転居' }).isChecked())) await operator.press('Space');
  await operator.tabTo(page.getByLabel('異動日'));
  await operator.type(page.getByLabel('異動日'), daysAgo(3));
  await operator.tabTo(page.getByLabel('町字'));
  await operator.type(page.getByLabel('町字'), '桜木');
  await operator.tabTo(page.getByLabel('番地・号'));
  await operator.type(page.getByLabel('番地・号'), '4番5号');
  await operator.tabTo(page.getByRole('radio').first());
  await operator.press('Space');
  await operator.tabTo(page.getByRole('radio', { name: 'マイナンバーカード' }));
  await operator.press('Space');
  await operator.press('Control+Enter');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}\/interview/);

  assert.equal(operator.clicks, 0);
  console.log(`reception by keyboard: ${operator.keys - before} keys from the first page to the interview, no click`);
});

world.test('転居 of four takes few keys and clicks, and no name or birth date', async (t) => {
  const desk = await world.officer({ role: 'front_desk', nth: 1 });
  const { operator } = desk;
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  [operator.keys, operator.clicks] = [0, 0];
  const monthAndDay = daysAgo(3).split('.').slice(1).join('/');
  const id = await receiveMove(desk, { visitor: FAMILY.head, movedOn: monthAndDay });
  await interview(desk, id, familyAnswer);
  const forms = await makeApplications(desk, id);
  t.diagnostic(`転居 of four, from reception to ${forms.length} forms: ${operator.keys} keys, ${operator.clicks} clicks`);
  assert.ok(operator.keys <= 30 && operator.clicks <= 20, JSON.stringify(operator.counts));
});

world.test('the skip link is the first stop and leads to the text', async () => {
  const { page, operator } = await world.officer({ role: 'front_desk' });
  await page.goto('/cases');
  await operator.press('Tab');
  await operator.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

world.test('the visit works without scripts up to the interview', async () => {
  const { page } = await world.officer({ role: 'front_desk' }, { script: false });
  await page.goto('/residents?q=' + encodeURIComponent('よしだ しげる'));
  await page.getByRole('link', { name: '\u{20BB7}田　茂' }).first().click();
  await page.getByRole('link', { name: 'この世帯の受付を始める' }).click();
  await page.getByRole('checkbox', { name: '転居' }).check();
  await page.getByLabel('異動日').fill(daysAgo(3));
  await page.getByLabel('町字').fill('本町一丁目');
  await page.getByLabel('番地・号').fill('9番9号');
  await page.getByRole('radio', { name: '\u{20BB7}田　茂' }).check();
  await page.getByRole('radio', { name: '運転免許証' }).check();
  await page.getByRole('button', { name: '受け付けて聞き取りへ' }).click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
});
