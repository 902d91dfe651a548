// A receiver of events is registered on screen, tried, away for a while, and gets what it missed.
import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before } from 'node:test';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

// The operator's leave for this machine's own addresses.
const world = fixture({ flags: ['--webhook-allow', '127.0.0.1/32', '--webhook-allow-http'] });
const album = new Album('events');
const came = [];
let receiver;
let status = 200;

before(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text)).on('end', () => {
      came.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening));
});
after(() => receiver.close());

/** What the documentation tells receivers to check. */
function signed({ headers, body }, secret) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
  return headers['webhook-signature'].split(' ').some((one) => one.length === expected.length && timingSafeEqual(Buffer.from(one), expected));
}

/** Opens the page again until it says the word. */
async function shows(page, word) {
  for (let time = 0; time < 100; time += 1) {
    if (await page.locator('.status', { hasText: word }).first().isVisible()) return;
    await page.waitForTimeout(200);
    await page.reload();
  }
  throw new Error(`${page.url()} never says ${word}`);
}

world.test('a receiver is registered, tried, away, and told again', { timeout: 300_000 }, async () => {
  const { page, guard } = await world.officer({ role: 'administrator' });
  // What the operator has not allowed is refused beside its field.
  guard.expectStatus(422);
  await page.goto('/admin/event-receivers');
  await page.getByRole('link', { name: '通知先を登録する' }).click();
  await page.getByLabel('通知先の名前').fill('国保システム');
  // A network that the operator has not allowed.
  await page.getByLabel('送り先のアドレス（URL）').fill('https://10.0.0.1/events');
  await album.look(page, 'new');
  await page.getByRole('button', { name: /登録する/ }).click();
  await page.getByText('--webhook-allow', { exact: false }).first().waitFor();
  await album.look(page, 'refused');
  await page.getByLabel('送り先のアドレス（URL）').fill(`http://127.0.0.1:${receiver.address().port}/events`);
  await page.getByRole('button', { name: /登録する/ }).click();
  await page.getByRole('heading', { name: '署名の鍵を作りました' }).waitFor();
  const secret = await page.locator('strong.code').textContent();
  await album.look(page, 'secret');
  await page.getByRole('link', { name: '通知先に戻る' }).click();
  const home = page.url();

  await page.getByRole('button', { name: /接続を確認する/ }).click();
  await page.getByText('接続の確認を送ります').waitFor();
  await shows(page, '届いた');
  await album.look(page, 'delivered');
  assert.equal(came.length, 1);
  assert.ok(signed(came[0], secret), 'signed with the secret that was shown');
  assert.equal(JSON.parse(came[0].body).type, 'jp.madoguchi.test.v1');

  status = 500;
  await page.goto(home);
  await page.getByRole('button', { name: /接続を確認する/ }).click();
  await page.getByText('接続の確認を送ります').waitFor();
  await shows(page, '再送待ち');
  await album.look(page, 'waiting');
  status = 200;
  await shows(page, '届いた');
  const again = came.filter(({ headers }) => headers['webhook-id'] === came.at(-1).headers['webhook-id']);
  assert.ok(again.length >= 2, 'the same id again');

  await page.goto(home);
  await page.getByLabel('届いたものも含めて全部').check();
  await page.getByLabel('いつからの出来事か').fill('2020-01-01');
  await page.getByRole('button', { name: '送り直す' }).click();
  // Nothing but checks of the connection has been sent, and those are not sent again.
  await page.getByText('送り直すものは、ありませんでした').waitFor();
  await album.look(page, 'receiver');
  await page.goto('/admin/event-deliveries');
  await album.look(page, 'log');
  await page.goto('/admin/event-receivers');
  await album.look(page, 'list');

  await page.goto(home);
  await page.getByLabel('一時停止中').check();
  await page.getByRole('button', { name: /保存する/ }).click();
  await page.locator('.status', { hasText: '一時停止中' }).first().waitFor();
  assert.equal(await page.getByRole('button', { name: /接続を確認する/ }).count(), 0);
});
