// 支援措置: a protected mother and child. Nobody learns the address before a chief lifts the measure, for this
// case and a while.
import assert from 'node:assert/strict';
import { PROTECTED, interview, openReception, receiveMove, search } from '../support/desk.mjs';
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
