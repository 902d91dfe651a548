// A family comes after a death: received, asked once what matters, told what has to be done in which order, and shown
// why, rule by rule.
import assert from 'node:assert/strict';
import { FAMILY, daysAgo, interview, openReception, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('bereavement');

world.test('after a death the family learns what to do, and why', { timeout: 600_000 }, async (t) => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator } = desk;
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  await operator.check(page.getByRole('checkbox', { name: '死亡' }));
  assert.ok(!(await page.getByLabel('異動日').isVisible()), 'no day of a move is asked for');
  await operator.check(page.getByRole('radio', { name: FAMILY.members[1] }));
  await operator.check(page.getByRole('radio', { name: '運転免許証' }));
  await album.look(page, 'reception');
  await operator.press('Control+Enter');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  const id = /\/cases\/([0-9a-f-]{36})/.exec(page.url())[1];

  // The head of the household comes first in the register, and so in the questions.
  let dead = 0;
  const answer = (question) => {
    if (/亡くなったのは/.test(question)) {
      dead += 1;
      return dead === 1 ? 'はい' : 'いいえ';
    }
    if (/いつ/.test(question)) return daysAgo(3);
    return ['いいえ', '分からない'];
  };
  const asked = await interview(desk, id, answer, (round) => album.look(page, `interview-${round}`));
  t.diagnostic(`asked: ${asked.length} questions: ${asked.join(' / ')}`);
  assert.ok(asked.every((question) => !/生年月日|世帯主ですか|加入している健康保険/.test(question)), 'nothing the record knows is asked');

  await page.goto(`/cases/${id}/judgements`);
  const required = page.getByRole('table', { name: '必要な手続' });
  for (const name of ['死亡届', '死体火葬（埋葬）許可申請', '相続放棄・限定承認の案内']) {
    assert.ok(await required.getByRole('rowheader', { name }).count(), name);
  }
  const renunciation = required.getByRole('row').filter({ hasText: '相続放棄・限定承認の案内' });
  assert.ok(await renunciation.getByText('借金も相続したことになります').isVisible(), 'a known harm is told at once');
  await album.look(page, 'judgements');

  await operator.click(page.getByRole('link', { name: '判定の道すじを図で見る' }));
  await page.getByRole('heading', { name: '判定の道すじ' }).waitFor();
  const rule = page.locator('details.pictured').filter({ hasText: '死亡届 DT-01' });
  await rule.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.ok(await rule.getByText('亡くなった人', { exact: false }).first().isVisible());
  assert.ok((await rule.innerText()).includes(`${FAMILY.head}さん`), 'the rule is shown for each person');
  await album.look(page, 'reasoning');
});
