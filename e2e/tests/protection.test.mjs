// 支援措置: a protected mother and child. Nobody learns the address before a chief lifts the measure, for this
// case and a while.
import assert from 'node:assert/strict';
import { FAMILY, PROTECTED, daysAgo, interview, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const NEW_ADDRESS = { town: '桜木', block: '77番88号' };

/** The whole page, also what is folded away and what attributes hold, says nothing of where they live. */
async function assertSecret(page, secrets = PROTECTED.secrets) {
  // The towns offered for the new address are the same for everybody.
  const source = (await page.content()).replaceAll(/<datalist.*?<\/datalist>/gs, '');
  for (const secret of secrets) assert.ok(!source.includes(secret), `${secret} stands on ${page.url()}`);
}

/** Neither paper nor preview is given out: the answer says so, and says nothing else. */
async function assertPapersClosed(desk, id, papers, secrets) {
  for (const paper of papers) {
    const ask = /print$|^bundle$/.test(paper) ? 'print' : 'get';
    const answer = await world.server[ask](desk.context, desk.origin, `/cases/${id}/${paper}`);
    assert.notEqual(answer.status, 200, paper);
    assert.notEqual(answer.status, 404, paper);
    const text = answer.body.toString('utf8');
    assert.match(text, /支援措置/, paper);
    for (const secret of secrets) assert.ok(!text.includes(secret), paper);
  }
}

world.test('a protected household: marked, hidden, not printed, and lifted by a chief alone', async () => {
  const album = new Album('protection');
  const desk = await world.officer({ role: 'front_desk' });
  const { page, guard } = desk;
  await search(desk, PROTECTED.addressee);
  await page.getByText('支援措置', { exact: false }).first().waitFor();
  await assertSecret(page);
  await album.look(page, 'hit');
  await desk.operator.click(page.getByRole('link', { name: PROTECTED.head }).first());
  await page.getByRole('note', { name: /支援措置/ }).waitFor();
  await assertSecret(page);
  await album.look(page, 'resident');
  await search(desk, PROTECTED.addressee);
  await openReception(desk, PROTECTED.head);
  await assertSecret(page);
  await album.look(page, 'reception');
  const id = await receiveMove(desk, { visitor: PROTECTED.head, ...NEW_ADDRESS });
  const secrets = [...PROTECTED.secrets, NEW_ADDRESS.block];
  await assertSecret(page, secrets);
  await interview(desk, id, () => 'いいえ');
  await assertSecret(page, secrets);
  for (const place of ['', '/judgements', '/hand-off', '/interview']) {
    await page.goto(`/cases/${id}${place}`);
    await page.getByRole('note', { name: /支援措置/ }).waitFor();
    await assertSecret(page, secrets);
  }
  await page.goto('/cases');
  await assertSecret(page, secrets);

  // Making or printing a paper with the address is an error, not an alert.
  guard.expectStatus(403, 409, 422);
  await page.goto(`/cases/${id}/applications`);
  await assertSecret(page, secrets);
  const make = page.getByRole('button', { name: /作成/ });
  if (await make.count()) await desk.operator.click(make.first());
  await page.getByText('課長', { exact: false }).first().waitFor();
  await assertSecret(page, secrets);
  await album.look(page, 'blocked');
  await assertPapersClosed(desk, id, ['applications/print', 'bundle', 'guide-sheet/print'], secrets);
  // The front desk cannot lift it.
  await page.goto(`/cases/${id}/protection-lift`);
  assert.equal(await page.getByRole('button', { name: /一時解除する/ }).count(), 0);

  const chief = await world.officer({ role: 'section_chief' });
  chief.guard.expectStatus(422);
  await chief.page.goto(`/cases/${id}`);
  await assertSecret(chief.page, secrets);
  await chief.page.goto(`/cases/${id}/protection-lift`);
  await album.look(chief.page, 'lift');
  await chief.operator.click(chief.page.getByRole('button', { name: /一時解除する/ }));
  await chief.page.getByRole('alert').waitFor(); // A reason is needed.
  await chief.operator.type(chief.page.getByLabel('理由と、本人を確かめた方法'), '本人が来庁し、運転免許証で確認。転居届を本人に渡すため。');
  await chief.operator.click(chief.page.getByRole('button', { name: /一時解除する/ }));
  await chief.page.getByText('この受付に限り一時解除中').waitFor();
  await album.look(chief.page, 'lifted');

  // The lift covers this case, for any officer of the desk; not the search.
  await page.goto(`/cases/${id}`);
  assert.ok((await page.content()).includes(NEW_ADDRESS.block), 'the new address is shown while lifted');
  await page.goto(`/cases/${id}/applications`);
  await desk.operator.click(page.getByRole('button', { name: /作成/ }).first());
  await page.waitForLoadState();
  const papers = await world.server.print(desk.context, desk.origin, `/cases/${id}/applications/print`);
  assert.equal(papers.status, 200);
  assert.match(pdf.text(papers.body), /渡邉/);
  const [one] = await page.getByRole('rowheader').getByRole('link').evaluateAll((links) => links.map((link) => new URL(link.href).pathname.split('/').slice(3).join('/')));
  await search(desk, PROTECTED.addressee);
  await assertSecret(page);

  // The chief ends it early, and everything is closed again.
  await chief.page.goto(`/cases/${id}`);
  await chief.operator.click(chief.page.getByRole('button', { name: '支援措置の一時解除を今すぐ終える' }));
  await chief.page.waitForLoadState();
  await page.goto(`/cases/${id}`);
  await assertSecret(page, secrets);
  const papersMade = [
    'applications/print', 'bundle', 'guide-sheet/print', `${one}`, `${one}/print`, `${one}/pages/1.svg`, `${one}/versions/1`,
    `${one}/application.json`, `${one}/application.txt`, 'guide-sheet',
  ];
  await assertPapersClosed(desk, id, papersMade, secrets);
});

world.test('a measure from its application to its end, an emergency, and what the chief is told', async () => {
  const album = new Album('protection-register');
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator, guard } = desk;
  guard.expectStatus(403, 422);
  // Registered from the resident's page: provisional, and closed from now on.
  await search(desk, FAMILY.addressee);
  await operator.click(page.getByRole('link', { name: FAMILY.head }).first());
  await page.getByRole('heading', { name: FAMILY.head, level: 1 }).waitFor();
  const resident = page.url();
  const before = await page.content();
  await operator.click(page.getByRole('link', { name: '支援措置を登録する' }));
  await page.getByRole('heading', { name: '支援措置の登録' }).waitFor();
  await operator.click(page.getByRole('button', { name: '仮支援措置として登録する' }));
  await page.getByRole('alert').first().waitFor(); // A reason is needed.
  await operator.check(page.getByRole('checkbox', { name: FAMILY.members[2] }));
  await operator.type(page.getByLabel('登録する理由（申出のあらまし）'), '本人の申出。相談機関の意見を照会中');
  await album.look(page, 'register');
  await operator.click(page.getByRole('button', { name: '仮支援措置として登録する' }));
  await page.getByText('仮支援措置として登録しました').waitFor();
  const measure = page.url();
  await album.look(page, 'provisional');
  await page.goto(resident);
  const address = /<dt>住所<\/dt><dd>([^<]+)<\/dd>/.exec(before)[1];
  await assertSecret(page, [address]);
  await page.getByRole('note', { name: '仮支援措置' }).waitFor();

  // Decided, from a day nearly a year ago: told as ending soon, and extended without a gap.
  await page.goto(measure);
  await page.getByLabel('開始日').fill(daysAgo(350));
  await operator.type(page.getByLabel('決定の理由（相談機関の意見）'), 'みほん警察署の意見を確認');
  await operator.click(page.getByRole('button', { name: '支援措置を決定する' }));
  await page.getByText('支援措置を決定しました').waitFor();
  await album.look(page, 'in-force');
  await page.goto('/protection');
  await page.getByRole('link', { name: FAMILY.head }).waitFor();
  await page.getByText('1か月以内に満了').first().waitFor();
  await album.look(page, 'list');
  await page.goto('/');
  await album.look(page, 'home');
  await page.goto(measure);
  await operator.type(page.getByLabel('延長の理由'), '本人に意思を確認');
  await album.look(page, 'extend');
  await operator.click(page.getByRole('button', { name: '1年延長する' }));
  await page.getByText('期間を1年延長しました').waitFor();

  // The perpetrator is not for the front desk.
  await page.goto(`${measure}/perpetrators`);
  await page.getByText('権限がありません').waitFor();

  // An emergency: one officer, one person, told to the chief.
  await page.goto(resident);
  await operator.click(page.getByRole('link', { name: /緊急閲覧/ }));
  await operator.type(page.getByLabel('緊急に閲覧する理由'), '消防署から安否確認の依頼');
  await album.look(page, 'emergency');
  await operator.click(page.getByRole('button', { name: /住所を表示する/ }));
  await page.getByText('緊急閲覧中です').waitFor();
  assert.ok((await page.content()).includes(address), 'the officer sees the address for ten minutes');
  await album.look(page, 'emergency-open');

  const chief = await world.officer({ role: 'section_chief', section: '市民課' });
  chief.guard.expectStatus(422);
  await chief.page.goto('/');
  await chief.page.getByText('確認していない緊急閲覧が1件あります').waitFor();
  await album.look(chief.page, 'chief-home');
  await chief.page.goto(resident);
  await assertSecret(chief.page, [address]);
  await chief.operator.click(chief.page.getByRole('link', { name: 'トップ' }));
  await chief.operator.click(chief.page.getByRole('link', { name: /緊急閲覧の確認/ }));
  await chief.page.getByText('消防署から安否確認の依頼').waitFor();
  await album.look(chief.page, 'inbox');
  await chief.operator.type(chief.page.getByLabel('確かめた内容'), '消防署に照会し、依頼を確認');
  await chief.operator.click(chief.page.getByRole('button', { name: '確認した' }));
  await chief.page.getByText('緊急閲覧を確認しました').waitFor();

  // The perpetrator, entered and seen by the chief.
  await chief.page.goto(`${measure}/perpetrators`);
  await chief.operator.type(chief.page.getByLabel('氏名'), '見本\u3000相手');
  await chief.operator.type(chief.page.getByLabel('申出者との関係'), '元配偶者');
  await chief.operator.click(chief.page.getByRole('button', { name: '登録する' }));
  await chief.page.getByText('相手方を登録しました').waitFor();
  await album.look(chief.page, 'perpetrators');

  // Ended by a chief, with a reason.
  await chief.page.goto('/suppressions');
  await album.look(chief.page, 'suppressions');
  await chief.page.goto(measure);
  await chief.operator.click(chief.page.getByText('支援措置を終了する').first());
  await chief.operator.type(chief.page.getByLabel('終了する理由'), '本人の申出');
  await album.look(chief.page, 'end');
  await chief.operator.click(chief.page.getByRole('button', { name: '支援措置を終了する' }));
  await chief.page.getByText('支援措置を終了しました').waitFor();
  await page.goto(resident);
  assert.ok((await page.content()).includes(address), 'shown again after the end');
});
