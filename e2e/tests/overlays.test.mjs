// An administrator changes what the municipality does otherwise and adds a procedure of its own, by keyboard and
// mouse and without writing a rule; another approves; the counter judges by it.
import assert from 'node:assert/strict';
import { FAMILY, interview, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('overlays');

world.test('from a draft to the counter', { timeout: 600_000 }, async (t) => {
  const writer = await world.officer({ role: 'administrator' });
  const { page, operator } = writer;
  writer.guard.expectStatus(422);
  await page.goto('/admin/overlays');
  await album.look(page, 'list-empty');
  await operator.click(page.getByRole('button', { name: /新しい下書きを作る/ }));
  await page.waitForURL(/\/admin\/overlays\/[0-9a-f-]{36}/);
  const draft = page.url();
  await page.getByLabel('何のための設定か').fill('通学バスの定期券');
  await operator.click(page.getByRole('button', { name: '名前を保存する' }));

  // A published procedure: another text, a shorter list, a new thing to bring.
  await operator.click(page.getByRole('link', { name: '手続を変える' }));
  await page.getByLabel('手続の名前や番号').fill('転居届');
  await operator.click(page.getByRole('button', { name: '探す' }));
  await operator.click(page.getByRole('link', { name: '転居届', exact: true }));
  await album.look(page, 'published');
  await page.locator('[name="belonging-0-reason"]').fill('窓口で本人を確かめるため');
  const known = await page.locator('fieldset#belongings input[name$="-remove"]').count();
  await page.locator(`[name="belonging-${known}-text"]`).fill('通学バスの定期券（使っている人）');
  await page.locator(`[name="belonging-${known}-reason"]`).fill('新しい住所の区間に取り替えるため');
  await operator.press('Control+Enter');
  await page.waitForURL(draft);
  assert.ok(await page.getByText('通学バスの定期券（使っている人）').first().isVisible());

  // One of our own. Mistakes are told beside the fields, and nothing typed is lost.
  await operator.click(page.getByRole('link', { name: '独自の手続を加える' }));
  await page.getByLabel('手続の名前').fill('通学バスの定期券の取替え');
  await operator.press('Control+Enter');
  await page.getByRole('alert').waitFor();
  await album.look(page, 'own-errors');
  assert.equal(await page.getByLabel('手続の名前').inputValue(), '通学バスの定期券の取替え');
  await page.getByLabel('どのような手続か').fill('町の通学バスの定期券を、新しい住所の区間に取り替えます。');
  await page.getByLabel('やさしい日本語での説明').fill('バスの 定期券を 新しい 住所の ものに かえます。');
  await operator.check(page.getByRole('checkbox', { name: '転居' }));
  await operator.check(page.getByRole('radio', { name: '世帯の一人ひとり' }));
  await page.getByLabel('条件に使うことを探す').fill('引っ越');
  await operator.click(page.getByRole('button', { name: '探す', exact: true }));
  await page.getByLabel('見つかった条件').selectOption({ label: '異動する：異動する（引っ越す）' });
  await operator.click(page.getByRole('button', { name: 'この条件を加える' }));
  await page.getByLabel('年齢（歳）').fill('15');
  await page.getByLabel('以上・未満').selectOption({ label: '未満' });
  await operator.click(page.getByRole('button', { name: '年齢の条件を加える' }));
  await page.getByText('年齢：15歳未満', { exact: false }).first().waitFor();
  await page.getByLabel('根拠（条例・規則・要綱の名前）').fill('みほん市通学バス条例');
  await page.locator('[name="deadline-0-text"]').fill('転居をした日から10日以内');
  await page.locator('[name="deadline-0-length"]').fill('10');
  await page.locator('[name="deadline-0-from"]').selectOption('moved_on');
  await page.locator('[name="section-0-code"]').selectOption('school_affairs');
  await album.look(page, 'own');
  await operator.press('Control+Enter');
  await page.waitForURL(draft);
  await album.look(page, 'draft');

  // Tried on a household that is nobody's.
  await operator.click(page.getByRole('link', { name: '世帯で試す' }));
  await page.getByLabel('ライフイベント').selectOption({ label: '転居' });
  await operator.click(page.getByRole('button', { name: '試す', exact: true }));
  await page.getByRole('heading', { name: /判定の違い/ }).waitFor();
  await album.look(page, 'try');
  await operator.click(page.getByRole('button', { name: /世帯で数える/ }));
  await page.getByText('で判定が変わります').waitFor();
  await page.goto(draft);
  await operator.press('Control+Enter');
  await page.getByText('ほかの管理者に、この画面を開いて承認するよう頼んでください').waitFor();

  const approver = await world.officer({ role: 'administrator', nth: 1 });
  await approver.page.goto(new URL(draft).pathname);
  const today = await approver.page.evaluate(() =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date()));
  await approver.page.getByLabel('施行日').fill(today);
  await album.look(approver.page, 'approve');
  await approver.operator.click(approver.page.getByRole('button', { name: '承認する' }));
  await approver.page.getByText('承認しました').waitFor();
  await approver.page.goto('/admin/overlays');
  await album.look(approver.page, 'list');

  // At the counter.
  const desk = await world.officer({ role: 'front_desk' });
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  const id = await receiveMove(desk, { visitor: FAMILY.members[0] });
  await interview(desk, id, () => ['いいえ', '分からない']);
  await desk.page.goto(`/cases/${id}/judgements`);
  const required = desk.page.getByRole('table', { name: '必要な手続' });
  const bus = required.getByRole('row').filter({ hasText: '通学バスの定期券の取替え' });
  assert.ok(await bus.getByText('自治体独自の手続').isVisible());
  assert.ok((await bus.innerText()).includes('10日以内'));
  const moved = required.getByRole('row').filter({ hasText: 'TK-01' });
  assert.ok(await moved.getByText('自治体の変更あり').isVisible());
  assert.ok((await moved.innerText()).includes('通学バスの定期券（使っている人）'));
  await album.look(desk.page, 'counter');
  t.diagnostic('judged by an overlay that an administrator made without a rule');
});
