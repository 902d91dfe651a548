// A family of four that nobody knows here moves in from another prefecture: a mother under a protective measure, two
// children, a grandmother from abroad. From reception to signed forms and the guide sheet; the sections process it,
// one sends it back. Then the same by keyboard alone.
import assert from 'node:assert/strict';
import {
  ARRIVING, handOff, interview, makeApplications, receiveArrival, search, signAllOnPaper, untilDelivered,
} from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const SECRETS = [ARRIVING.former.rest, ARRIVING.block];

/** What makes work is a yes; everything else a no or 「なし」. */
function answer(question) {
  if (/加入している健康保険/.test(question)) return ['国民健康保険（市町村）'];
  if (/転出届は、どのように/.test(question)) return ['転出証明書を受け取った'];
  if (/転出予定日/.test(question)) return ['R8.11.20'];
  if (/水道/.test(question)) return ['はい'];
  return ['いいえ', 'なし', '加入なし（生活保護など）', '被保険者証なし', '関係なし', '分からない'];
}

/** Answers round by round: the first of the wanted words that the question offers. */
async function answerAll(desk, id, album) {
  return interview(desk, id, answer, (round) => album?.look(desk.page, `interview-${round}`));
}

world.test('a family of four moves in from another prefecture', { timeout: 900_000 }, async (t) => {
  const album = new Album('moving-in');
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator, context, origin } = desk;
  const print = (path) => world.server.print(context, origin, path);

  await search(desk, 'まなべ りさ');
  await page.getByText('見つかりませんでした').waitFor();
  await album.look(page, 'unknown');
  [operator.keys, operator.clicks] = [0, 0];
  await operator.press('Alt+n');
  await page.waitForURL('**/cases/new?arriving=1');
  await album.look(page, 'blank');
  const { id, unavoidable } = await receiveArrival(desk, ARRIVING);
  t.diagnostic(`reception: ${operator.keys} keys, ${unavoidable} of them names and addresses, ${operator.clicks} clicks`);
  for (const secret of SECRETS) assert.ok(!(await page.content()).includes(secret), `${secret} is not shown`);

  const asked = await answerAll(desk, id, album);
  t.diagnostic(`asked: ${asked.length} questions: ${asked.join(' / ')}`);
  await album.look(page, 'interview-done');
  await page.goto(`/cases/${id}/judgements`);
  for (const name of ['転入届', '国民健康保険の加入', '児童手当の認定請求']) {
    await page.getByRole('rowheader', { name: new RegExp(name) }).first().waitFor();
  }
  await album.look(page, 'judgements');

  // The mother is protected: papers are made after a chief has lifted the measure for this case.
  const chief = await world.officer({ role: 'section_chief' });
  await chief.page.goto(`/cases/${id}/protection-lift`);
  await chief.operator.type(chief.page.getByLabel('理由と、本人を確かめた方法'), '本人が来庁し、運転免許証で確認。転入届を本人に渡すため。');
  await chief.operator.click(chief.page.getByRole('button', { name: /一時解除する/ }));
  await chief.page.getByText('この受付に限り一時解除中').waitFor();

  const forms = await makeApplications(desk, id);
  t.diagnostic(`forms: ${forms.map(({ title }) => title).join('、')}`);
  t.diagnostic(`to forms ready to print: ${JSON.stringify(operator.counts)}, of them ${unavoidable} keys of names and addresses`);
  assert.ok(operator.keys - unavoidable <= 80, `${operator.keys - unavoidable} keys`);
  await album.look(page, 'applications');
  for (const { title, path } of forms) {
    await page.goto(path);
    await album.look(page, `preview-${title.slice(0, 12)}`);
  }
  const papers = pdf.text((await print(`/cases/${id}/applications/print`)).body).replaceAll(/[\s\u3000]/g, '');
  for (const said of ['真鍋理沙', 'マナベリサ', 'NGUYENTHILAN', '永住者', '船橋市', '桜木']) assert.ok(papers.includes(said), said);
  await signAllOnPaper(desk, id);
  await page.goto(`/cases/${id}/guide-sheet`);
  await album.look(page, 'guide-sheet');
  const sheet = pdf.text((await print(`/cases/${id}/guide-sheet/print`)).body);
  assert.match(sheet, /受付案内票/);
  assert.doesNotMatch(sheet, /支援措置/, 'what is taken home does not tell');
  await handOff(desk, id);
  await untilDelivered(desk, id);
  await page.goto(`/cases/${id}`);
  await album.look(page, 'case-handed-off');

  let sentBack = false;
  let sections = 0;
  for (const { section } of world.server.municipality().accounts.filter(({ role }) => role === 'back_office')) {
    const office = await world.officer({ role: 'back_office', section });
    await office.page.goto('/queue');
    const row = office.page.getByRole('row').filter({ hasText: ARRIVING.head });
    if ((await row.count()) === 0) continue;
    sections += 1;
    await office.operator.click(row.getByRole('link').first());
    await office.page.waitForURL(/\/queue\/[0-9a-f-]{36}/);
    const work = office.page.url();
    if (!sentBack) await album.look(office.page, 'work');
    await office.operator.click(office.page.getByRole('button', { name: '引き取る' }));
    if (!sentBack) {
      sentBack = true;
      await office.page.getByText('窓口へ差し戻す').click();
      await office.page.getByLabel('差し戻す理由').fill('在留カードの有効期限を確かめてください。');
      await office.operator.click(office.page.getByRole('button', { name: '差し戻す', exact: true }));
      await office.page.waitForURL('**/queue');
      await page.goto(`/cases/${id}`);
      await page.getByText('在留カードの有効期限を確かめてください。').first().waitFor();
      await album.look(page, 'case-sent-back');
      await page.goto(`/cases/${id}/reception`);
      await page.locator('[name="person-3-residence_until"]').fill('2030-07-04');
      await operator.press('Control+Enter');
      await page.waitForURL((url) => !url.pathname.endsWith('/reception'));
      await signAllOnPaper(desk, id);
      await handOff(desk, id);
      await untilDelivered(desk, id);
      await office.page.goto(work);
      await office.operator.click(office.page.getByRole('button', { name: '引き取る' }));
    }
    await office.operator.click(office.page.getByRole('button', { name: '仮登録済みにする' }));
    await office.operator.click(office.page.getByRole('button', { name: '完了', exact: false }).first());
    await office.page.getByText('完了', { exact: true }).first().waitFor();
    await office.context.close();
  }
  t.diagnostic(`${sections} sections`);
  assert.ok(sections >= 3);
  await page.goto(`/cases/${id}`);
  await page.getByText('すべての担当課が完了しました').waitFor();
});

world.test('the same family by keyboard alone', { timeout: 600_000 }, async (t) => {
  const desk = await world.officer({ role: 'front_desk', nth: 1 });
  const { page, operator } = desk;
  operator.clicking = false;
  [operator.keys, operator.clicks] = [0, 0];
  const reach = (target) => operator.tabTo(target, { most: 200 });
  await operator.press('Alt+n');
  await page.waitForURL('**/cases/new?arriving=1');
  const family = { ...ARRIVING, people: ARRIVING.people.map((person) => ({ ...person, protected: false })) };
  const { id } = await receiveArrival(desk, family, { reach });
  await interview({ page, operator: byKeys(operator, reach) }, id, answer);
  await operator.press('Control+Enter');
  await page.waitForURL('**/applications');
  await page.getByRole('button', { name: 'まとめて印刷する' }).waitFor();
  assert.equal(operator.clicks, 0);
  t.diagnostic(`by keyboard alone: ${operator.keys} keys from the first page to the forms, Tab included`);
});

/** An operator whose checks are done with keys. */
function byKeys(operator, reach) {
  return {
    press: (key) => operator.press(key),
    check: (target) => operator.pickByKeys(target),
    async type(target, text) {
      await reach(target);
      await operator.type(target, text);
    },
  };
}
