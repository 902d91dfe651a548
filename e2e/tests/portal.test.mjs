// A portal's own API on this machine: an administrator registers it and tries it out, applications are fetched by the clock
// and by a number, and the portal is told how far they are; and a mapping of a form of one's own is drawn up on a screen.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { daysAgo } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture({ flags: ['--webhook-allow', '127.0.0.1/32', '--webhook-allow-http'] });
const album = new Album('portal');

const file = (number, name) => '受付番号,手続名,届出者氏名,届出者氏名フリガナ,届出者生年月日,届出者性別,電話番号,異動予定日,来庁予定日,来庁予定時間帯,新住所町字,新住所番地\r\n'
  + `${number},転入予定,${name},ミホン　ハナコ,1990-05-06,女,090-0000-4321,${daysAgo(1)},${daysAgo(0)},午前,桜木,7番8号\r\n`;

/** The portal: what it has, what it was told, and who it lets in. */
const portal = { secret: 'himitsu', applications: new Map(), told: [] };
let listening;

before(async () => {
  listening = http.createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const path = new URL(request.url, 'http://portal').pathname;
    const answer = (status, value) => response.writeHead(status).end(typeof value === 'string' ? value : JSON.stringify(value));
    if (path === '/api/login') return answer(JSON.parse(body).client_secret === portal.secret ? 200 : 401, { code: 'once' });
    if (path === '/api/token') return answer(200, { access_token: 'token' });
    if (request.headers.authorization !== 'Bearer token') return answer(401, {});
    if (path === '/api/applications') {
      const applications = [...portal.applications.keys()].map((number) => ({ receipt_number: number, updated_at: '2026-04-01T00:00:00Z' }));
      return answer(200, { applications: applications.filter(({ receipt_number: number }) => !number.startsWith('N-')), next_cursor: null });
    }
    const [, , , number, status] = path.split('/');
    if (status) {
      portal.told.push([number, JSON.parse(body).status]);
      return answer(200, {});
    }
    return portal.applications.has(number) ? answer(200, portal.applications.get(number)) : answer(404, {});
  });
  await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
});
after(() => listening.close());

world.test('applications of a portal are fetched, and the portal is told', { timeout: 300_000 }, async () => {
  portal.applications.set('P-1', file('P-1', '見本　花子'));
  portal.applications.set('N-2', file('N-2', '見本　次郎'));
  const admin = await world.officer({ role: 'administrator' });
  const { page } = admin;
  await page.goto('/admin/portals');
  await album.look(page, 'none');
  await page.goto('/admin/portals/new');
  await page.getByLabel('接続の名前').fill('見本のポータル');
  await page.getByLabel('つなぐ先のアドレス（URL）').fill(`http://127.0.0.1:${listening.address().port}/api`);
  await page.getByLabel('届くファイルの種類').selectOption('one_stop_visit');
  await page.getByLabel('クライアントID').fill('city');
  await page.getByLabel('秘密（クライアントシークレット）').fill('machigai');
  await album.look(page, 'new');
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByRole('button', { name: '試しにつなぐ' }).click();
  const tried = page.getByRole('table', { name: '手順ごとの結果' });
  await tried.getByText('できない').waitFor();
  await tried.getByText('認められませんでした').waitFor();
  await album.look(page, 'tried-in-vain');
  await page.getByLabel('秘密（クライアントシークレット）').fill(portal.secret);
  await page.getByRole('button', { name: '保存する' }).click();
  await page.getByText('接続を保存しました').waitFor();
  await page.getByRole('button', { name: '試しにつなぐ' }).click();
  await page.getByText('ファイルも読み取れます').waitFor();
  await album.look(page, 'tried');
  await page.getByRole('button', { name: '今すぐ取りに行く' }).click();
  await page.getByText('取りに行きます').waitFor();
  for (const start = Date.now(); portal.told.length === 0 && Date.now() - start < 60_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert.deepEqual(portal.told[0], ['P-1', '受付済']);
  await page.goto('/admin/portals');
  await album.look(page, 'list');

  const desk = await world.officer({ role: 'front_desk' });
  await desk.page.goto('/notices?number=P-1');
  await desk.page.getByRole('link', { name: '見本　花子' }).waitFor();
  await desk.page.goto('/notices');
  desk.guard.expectStatus(422);
  await desk.page.locator('#receipt_number').fill('N-9');
  await desk.page.getByRole('button', { name: '取り寄せる' }).click();
  await desk.page.getByText('取り寄せられませんでした').first().waitFor();
  await album.look(desk.page, 'fetch-in-vain');
  await desk.page.locator('#receipt_number').fill('N-2');
  await desk.page.getByRole('button', { name: '取り寄せる' }).click();
  await desk.page.waitForURL(/\/notices\/[0-9a-f-]{36}$/);
  await desk.page.getByText('見本　次郎').first().waitFor();
});

world.test('the columns of a form of one\'s own are chosen on a screen', { timeout: 300_000 }, async () => {
  const sample = join(world.server.state, 'form.csv');
  writeFileSync(sample, '﻿回答番号,お名前,フリガナ,誕生日,希望日,メモ\r\nR-1,見本　花子,ミホン　ハナコ,1990/5/6,2030-04-01,駐車場\r\nR-2,見本　一郎,,いつか,,\r\n');
  const { page } = await world.officer({ role: 'administrator' });
  await page.goto('/admin/notice-mappings');
  await album.look(page, 'mappings');
  await page.getByLabel('対応表の呼び名').fill('来庁予約');
  await page.getByLabel('対応表の名前').fill('own_visit');
  await page.locator('input[name="file"]').setInputFiles(sample);
  await page.getByRole('button', { name: '作り始める' }).click();
  await page.getByText('取り込める申請：2件').waitFor();
  await page.getByText('日付として読めません').waitFor();
  await album.look(page, 'mapping');
  await page.getByLabel('来庁する日').selectOption('希望日');
  await page.getByRole('checkbox', { name: '転入', exact: true }).check();
  await page.getByRole('button', { name: '保存して確かめる' }).click();
  await page.getByText('保存しました。見本の読まれ方を確かめてください。').waitFor();
  assert.equal(await page.getByLabel('来庁する日').inputValue(), '希望日');
  await page.getByText('別の管理者が、この画面で確かめます').waitFor();
});
