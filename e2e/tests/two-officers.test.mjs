// Two officers at one case, and one officer who presses twice.
import assert from 'node:assert/strict';
import { daysAgo, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const HEAD = '濵田　浩';

world.test('while one officer edits a case, another sees who it is and can only look', async () => {
  const first = await world.officer({ role: 'front_desk' });
  await search(first, '000000000000167');
  await openReception(first, HEAD);
  const id = await receiveMove(first, { visitor: HEAD });

  const second = await world.officer({ role: 'front_desk', nth: 1 });
  second.guard.expectStatus(409);
  const name = world.server.account({ role: 'front_desk' }).display_name;
  await second.page.goto(`/cases/${id}/interview`);
  await second.page.getByText(`${name}さんが編集中です`).waitFor();
  assert.equal(await second.page.getByRole('button', { name: /回答を保存/ }).count(), 0);
  await new Album('two-officers').look(second.page, 'looking-only');

  // Even a form that was opened before cannot be sent past the first officer.
  const token = await second.page.locator('form[action="/sign-out"] input[type=hidden]').first();
  const [field, value] = [await token.getAttribute('name'), await token.inputValue()];
  const status = await second.page.evaluate(
    async ([path, body]) => (await fetch(path, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' })).status,
    [`/cases/${id}/withdraw`, { [field]: value, reason: 'まちがい', version: '1' }],
  );
  assert.equal(status, 409);
  await first.page.goto(`/cases/${id}`);
  await first.page.getByText('受付中', { exact: true }).first().waitFor();
});

world.test('a reception sent twice makes one case', async () => {
  const { page, guard } = await world.officer({ role: 'front_desk' });
  guard.expectStatus(409);
  await page.goto('/residents?q=000000000000108');
  await page.getByRole('link', { name: '\u{20BB7}田　茂' }).first().click();
  await page.getByRole('link', { name: 'この世帯の受付を始める' }).click();
  await page.getByRole('checkbox', { name: '転居' }).check();
  await page.getByLabel('異動日').fill(daysAgo(1));
  await page.getByLabel('町字').fill('本町一丁目');
  await page.getByLabel('番地・号').fill('1番1号');
  await page.getByRole('radio', { name: '\u{20BB7}田　茂' }).check();
  const sent = await page.locator('form[data-guard-unsaved]').evaluate((form) => [form.action, [...new FormData(form)]]);
  const answers = await page.evaluate(async ([path, fields]) => {
    const send = async () => (await fetch(path, { method: 'POST', body: new URLSearchParams(fields) })).url;
    return Promise.all([send(), send(), send()]);
  }, sent);
  const ids = new Set(answers.map((address) => /cases\/([0-9a-f-]{36})/.exec(address)?.[1]));
  assert.equal(ids.size, 1, answers.join(' '));
});

world.test('what cannot be right is said beside the field, and nothing typed is lost', async () => {
  const { page, operator, guard } = await world.officer({ role: 'front_desk' });
  guard.expectStatus(422);
  const album = new Album('errors');
  await page.goto('/residents?q=' + encodeURIComponent('S55.13.1'));
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), 'S55.13.1');
  await album.look(page, 'search');
  await page.goto('/residents?q=000000000000051');
  await page.getByRole('link', { name: '髙橋　大輔' }).first().click();
  await page.getByRole('link', { name: 'この世帯の受付を始める' }).click();
  await page.getByRole('checkbox', { name: '転居' }).check();
  await page.getByLabel('異動日').fill(daysAgo(-2));
  await page.getByLabel('町字').fill('ない町');
  await page.getByLabel('番地・号').fill('3番1号');
  await page.getByLabel('方書').fill('葛\u{E0100}西荘');
  await page.getByRole('radio', { name: '任意代理人' }).check();
  await page.getByLabel('代理人の氏名').fill('辻\u{E0100}　代理');
  await operator.press('Control+Enter');
  await page.getByRole('alert').waitFor();
  await album.look(page, 'reception');
  assert.equal(await page.getByLabel('方書').inputValue(), '葛\u{E0100}西荘');
  assert.equal(await page.getByLabel('代理人の氏名').inputValue(), '辻\u{E0100}　代理');
  assert.equal(await page.getByLabel('町字').inputValue(), 'ない町');
  for (const about of [/町字/, /委任状/, /住所/]) assert.match(await page.getByRole('alert').innerText(), about);
});
