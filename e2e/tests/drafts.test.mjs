// Nothing that was typed is lost: reload, a closed tab, the back button, no network, an ended sign-in, somebody else's
// save. And nobody else reads it at the same terminal.
import assert from 'node:assert/strict';
import { FAMILY, daysAgo, nextPage, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture, signIn } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('drafts');
const RESTORED = '前に入力した内容を戻しました';

/** The page's script has looked for drafts. */
const ready = (page) => page.locator('html[data-drafts="ready"]').waitFor({ state: 'attached' });

/** What this browser keeps. */
const kept = (page) => page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('madoguchi-draft/')));

async function untilKept(page, count = 1) {
  await page.waitForFunction((wanted) => Object.keys(localStorage).filter((name) => name.startsWith('madoguchi-draft/')).length === wanted, count);
}

world.test('reload and a closed tab bring back what was typed, encrypted meanwhile', async () => {
  const { page, context, operator } = await world.officer({ role: 'front_desk' });
  await page.goto('/cases/new?arriving=1');
  await ready(page);
  await page.locator('[name="person-0-name"]').fill('下書　花子');
  await page.locator('[name="former_rest"]').fill('秘密町九丁目');
  await operator.check(page.getByRole('checkbox', { name: '転入', exact: true }));
  await untilKept(page);
  await page.waitForFunction(() => new Promise((done) => setTimeout(() => done(true), 300)));
  const stored = JSON.stringify(await kept(page));
  for (const typed of ['下書', '秘密町', 'person-0']) assert.ok(!stored.includes(typed), typed);
  await page.reload();
  await page.getByText(RESTORED).waitFor();
  await album.look(page, 'restored');
  assert.equal(await page.locator('[name="person-0-name"]').inputValue(), '下書　花子');
  assert.ok(await page.getByRole('checkbox', { name: '転入', exact: true }).isChecked());
  await page.close();
  const again = await context.newPage();
  await again.goto('/cases/new?arriving=1');
  await again.getByText(RESTORED).waitFor();
  assert.equal(await again.locator('[name="former_rest"]').inputValue(), '秘密町九丁目');
  // Thrown away, it is gone.
  await nextPage(again, () => again.getByRole('button', { name: '戻した内容を消す' }).click());
  await ready(again);
  assert.equal(await again.locator('[name="former_rest"]').inputValue(), '');
  assert.deepEqual(await kept(again), []);
});

world.test('rows that were added come back too', async () => {
  const { page, operator } = await world.officer({ role: 'front_desk' });
  await page.goto('/cases/new?arriving=1');
  await ready(page);
  await page.locator('[name="person-0-name"]').fill('下書　一郎');
  await nextPage(page, () => operator.press('Alt+a'));
  await ready(page);
  assert.equal(await page.getByText(RESTORED).isVisible(), false, 'the page that answers is no draft');
  await page.locator('[name="person-1-name"]').fill('下書　二郎');
  await page.waitForFunction(() => new Promise((done) => setTimeout(() => done(true), 500)));
  await page.goto('/cases/new?arriving=1');
  await nextPage(page, () => page.getByRole('button', { name: '入力した内容を戻す' }).click());
  assert.equal(await page.locator('[name="person-1-name"]').inputValue(), '下書　二郎');
  assert.equal(await page.locator('[name="person-0-name"]').inputValue(), '下書　一郎');
});

world.test('without a network the page stays, says so, and is sent when it is back', async () => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator, context, guard } = desk;
  guard.expectOffline();
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  await ready(page);
  await operator.check(page.getByRole('checkbox', { name: '転居' }));
  await page.getByLabel('異動日').fill(daysAgo(2));
  await page.getByLabel('町字').fill('桜木');
  await page.getByLabel('番地・号').fill('4番5号');
  await operator.check(page.getByRole('radio', { name: FAMILY.head }));
  await context.setOffline(true);
  await operator.press('Control+Enter');
  await page.getByText('通信できません').waitFor();
  await album.picture(page, 'offline');
  assert.equal(await page.getByLabel('番地・号').inputValue(), '4番5号');
  await context.setOffline(false);
  await operator.press('Control+Enter');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  await ready(page);
  assert.deepEqual(await kept(page), [], 'what the server has taken is not kept');
  // Back: the case is open already; the same form is not offered as a draft.
  await page.goBack();
  await ready(page);
  assert.equal(await page.getByText(RESTORED).isVisible(), false);
});

world.test('what somebody else changed meanwhile is not overwritten, and the input is still there', async () => {
  const first = await world.officer({ role: 'front_desk' });
  await search(first, '000000000000167');
  await openReception(first, '濵田　浩');
  const id = await receiveMove(first, { visitor: '濵田　浩' });
  await first.page.goto(`/cases/${id}/reception`);
  await ready(first.page);
  await first.page.getByLabel('電話番号').fill('090-0000-1234');
  await untilKept(first.page);
  await first.page.waitForFunction(() => new Promise((done) => setTimeout(() => done(true), 300)));
  // The same officer at another terminal saves.
  const other = await world.officer({ role: 'front_desk' });
  await other.page.goto(`/cases/${id}/reception`);
  await ready(other.page);
  await other.page.getByLabel('番地・号').fill('99番9号');
  await other.operator.press('Control+Enter');
  await other.page.waitForURL('**/interview');
  // The first one's save is refused, and what was typed can be put into the new version.
  first.guard.expectStatus(409);
  await first.operator.press('Control+Enter');
  await first.page.getByText('変更しました').first().waitFor();
  await first.page.goto(`/cases/${id}/reception`);
  await first.page.getByText('まだ保存していない入力').waitFor();
  await album.look(first.page, 'offered');
  assert.equal(await first.page.getByLabel('番地・号').inputValue(), '99番9号');
  await first.page.getByRole('button', { name: '入力した内容を戻す' }).click();
  assert.equal(await first.page.getByLabel('電話番号').inputValue(), '090-0000-1234');
});

world.test('an ended sign-in keeps the form, and only the same officer gets it back', async () => {
  const { page, context, operator } = await world.officer({ role: 'front_desk' });
  await page.goto('/cases/new?arriving=1');
  await ready(page);
  await page.locator('[name="person-0-name"]').fill('期限　切子');
  await untilKept(page);
  await page.waitForFunction(() => new Promise((done) => setTimeout(() => done(true), 300)));
  // The cookie goes, as it does when the browser is restarted.
  await context.clearCookies();
  await operator.press('Control+Enter');
  await page.waitForURL('**/sign-in**');
  await signIn({ page, operator }, world.server.account({ role: 'front_desk', nth: 1 }));
  await page.goto('/cases/new?arriving=1');
  await ready(page);
  assert.equal(await page.locator('[name="person-0-name"]').inputValue(), '', 'another officer sees nothing');
  await context.clearCookies();
  await signIn({ page, operator }, world.server.account({ role: 'front_desk' }));
  await page.goto('/cases/new?arriving=1');
  await page.getByText(RESTORED).waitFor();
  assert.equal(await page.locator('[name="person-0-name"]').inputValue(), '期限　切子');
  await page.getByRole('button', { name: 'サインアウト' }).click();
  await page.waitForURL('**/sign-in**');
  assert.deepEqual(await kept(page), [], 'gone with the sign-out');
});
