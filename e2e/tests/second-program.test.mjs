// A program that knows this one from its documentation alone takes a case from a portal's notice to the core system's file
// and back; or from where the counter has handed it off. Then the officers see on their pages what became of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  daysAgo, FAMILY, familyAnswer, handOff, interview, makeApplications, openReception, receiveMove, search, signAllOnPaper, untilDelivered,
} from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const PROGRAM = resolve(import.meta.dirname, '../second-program/program.py');
const SECTION = '保険年金課';
const world = fixture();
const album = new Album('second-program');

/** A case of the family of four, from the counter to the sections. */
async function handedOff() {
  const desk = await world.officer({ role: 'front_desk' });
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  const id = await receiveMove(desk, { visitor: FAMILY.head });
  await interview(desk, id, familyAnswer);
  await makeApplications(desk, id);
  await signAllOnPaper(desk, id);
  await handOff(desk, id);
  await untilDelivered(desk, id);
  return { desk, id };
}

/** Runs the program to its end, beginning with a case or a portal's file; what it told, step by step. */
async function run(...begin) {
  const municipality = world.server.municipality();
  const client = municipality.api_clients.find((one) => one.section_code === 'insurance_pension');
  const counter = municipality.api_clients.find((one) => one.role === 'front_desk');
  const kinds = ['national_health_insurance', 'national_pension'].flatMap((kind) => ['--kind', kind]);
  // Every resolver knows localhost, and the municipality answers to it too.
  const server = `http://localhost:${world.server.port}`;
  const child = spawn('python3', ['-I', PROGRAM, '--server', server, ...begin, ...kinds], {
    env: {
      PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1',
      CLIENT_ID: client.client_id, CLIENT_SECRET: client.client_secret,
      COUNTER_CLIENT_ID: counter.client_id, COUNTER_CLIENT_SECRET: counter.client_secret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [told, failed] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (told += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (failed += text));
  const [status] = await once(child, 'close');
  assert.equal(status, 0, failed);
  return told.trimEnd().split('\n').map((line) => JSON.parse(line));
}

/** Files in the demonstration's folder. */
const folder = (name) => join(world.server.data, 'files', world.server.municipality().code, name);

async function until(what, found) {
  for (const start = Date.now(); Date.now() - start < 60_000; ) {
    if (await found()) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert.fail(what);
}

world.test('a second program takes a case from the queue to the core system and back', { timeout: 600_000 }, async (t) => {
  const { desk, id } = await handedOff();
  const steps = await run('--case', id);
  t.diagnostic(steps.map(({ step }) => step).join(' → '));
  const of = (name) => steps.filter(({ step }) => step === name);
  assert.deepEqual(of('taken').map(({ state }) => state), ['in_review']);
  const fetched = of('fetched');
  assert.ok(fetched.length >= 1, 'a file was made and fetched');
  for (const { number, rows } of fetched) assert.ok(number === 1 && rows >= 1);
  for (const { outcomes } of of('provisional')) assert.ok(outcomes.every((outcome) => outcome === 'applied'));
  assert.deepEqual(of('entered').map(({ state }) => state), ['provisional'], 'the work is 仮登録済み by itself');
  const [{ rows }] = of('states');
  assert.ok(rows.some(({ state }) => state === 'refused'));
  assert.ok(rows.filter(({ kind }) => kind === 'national_health_insurance').slice(1).every(({ state }) => state === 'accepted'));

  // The counter sees it on the case, the section on its work and on the file's page.
  const { page } = desk;
  await page.goto(`/cases/${id}`);
  const table = page.getByRole('table', { name: '業務システムへのファイル' });
  await table.getByText('不受理').first().waitFor();
  await table.getByText('資格の取得日を確かめてください').first().waitFor();
  await album.look(page, 'case');
  const office = await world.officer({ role: 'back_office', section: SECTION });
  await office.page.goto('/core-files');
  await album.look(office.page, 'kinds');
  await office.operator.click(office.page.getByRole('link', { name: /第1号/ }).first());
  await office.page.getByText('不受理').first().waitFor();
  await album.look(office.page, 'file');
  // The demonstration puts files into a folder, where whoever looks can open them.
  await until('the file lies in its folder', async () => readdirSync(folder('to-core')).length >= fetched.length);
  const [{ name }] = fetched;
  assert.match(readFileSync(join(folder('to-core'), name), 'utf8'), /引継ぎID/);
});

world.test('an officer has a file made, and the answer that lies in the folder is read', { timeout: 600_000 }, async () => {
  const { page, operator } = await world.officer({ role: 'back_office', section: '市民課' });
  await page.goto('/core-files');
  await operator.click(page.getByRole('link', { name: '住民異動届', exact: true }));
  await album.look(page, 'kind');
  await operator.click(page.getByRole('button', { name: /今すぐ作る/ }));
  await page.waitForURL(/\/core-files\/[0-9a-f-]{36}$/);
  const download = page.waitForEvent('download');
  await operator.click(page.getByRole('link', { name: 'ファイルを保存する' }));
  const saved = readFileSync(await (await download).path(), 'utf8');
  const [header, ...lines] = saved.trimEnd().split('\r\n').map((line) => line.slice(1, -1).split('","'));
  const ids = lines.map((cells) => cells[header.indexOf('引継ぎID')]);
  assert.equal(ids.length, 4);
  const answers = ids.map((id, at) => `${id},${at === 0 ? '9,続柄を確かめてください' : '2,'},2026-04-08T10:10:00`);
  writeFileSync(join(folder('from-core'), 'answers.csv'), `引継ぎID,処理結果,理由,処理日時\r\n${answers.join('\r\n')}\r\n`);
  writeFileSync(join(folder('from-core'), 'answers.csv.done'), '');
  await page.goto('/core-files/kinds/move_notice');
  await operator.click(page.getByRole('button', { name: '応答ファイルを今すぐ読む' }));
  // Only then is the page one that can be loaded again.
  await page.getByText('まもなく応答ファイルを見に行きます').waitFor();
  await until('the answers are read', async () => {
    await page.reload();
    return page.getByText('続柄を確かめてください').first().isVisible();
  });
  await album.look(page, 'kind-answered');
  await operator.click(page.getByRole('table', { name: '応答ファイル', exact: true }).getByRole('link').first());
  await page.getByText('反映した').first().waitFor();
  await album.look(page, 'answers');

  const admin = await world.officer({ role: 'administrator' });
  await admin.page.goto('/admin/core-files');
  await album.look(admin.page, 'definitions');
  await admin.page.goto('/admin/core-files/move_notice');
  await album.look(admin.page, 'settings');
});

const NOTICES = '受付番号,手続名,状態,届出者氏名,届出者氏名フリガナ,届出者生年月日,届出者性別,電話番号,異動予定日,来庁予定日,来庁予定時間帯,'
  + '旧住所都道府県,旧住所市区町村,旧住所町字,旧住所番地,新住所町字,新住所番地,新住所方書,'
  + '異動者1氏名,異動者1氏名フリガナ,異動者1生年月日,異動者1性別,異動者1続柄,ひとこと\r\n'
  + `S-1,転入予定,新規,試験　花子,シケン　ハナコ,1990-05-06,女,090-0000-4321,${daysAgo(1)},${daysAgo(0)},午前,`
  + '千葉県,船橋市,本町,1番1号,桜木,7番8号,見本荘,試験　一郎,シケン　イチロウ,2020-01-02,男,子,\r\n';

world.test('a second program takes a case from the portal\'s notice to the core system\'s file', { timeout: 600_000 }, async (t) => {
  const file = join(world.server.state, 'second-program.csv');
  writeFileSync(file, NOTICES);
  const steps = await run('--notices', file, '--mapping', 'one_stop_visit', '--receipt-number', 'S-1', '--answer', 'health_insurance=national');
  t.diagnostic(steps.map(({ step }) => step).join(' → '));
  const of = (name) => steps.filter(({ step }) => step === name);
  const [{ same_again: same, new: fresh, problems }] = of('received');
  assert.deepEqual([fresh, same, problems], [1, 1, 0]);
  const [begun] = of('begun');
  assert.deepEqual([begun.events, begun.notice, begun.same], [['move_in'], 'visited', true]);
  assert.deepEqual(of('handed_off').map(({ state }) => state), ['handed_off']);
  assert.deepEqual(of('taken').map((taken) => taken.case), [begun.case]);
  const fetched = of('fetched');
  assert.ok(fetched.some(({ rows }) => rows >= 1), 'a file for a core system was made and fetched');
  assert.ok(of('provisional').every(({ outcomes }) => outcomes.every((outcome) => outcome === 'applied')));
  assert.deepEqual(of('entered').map(({ state }) => state), ['provisional']);
  assert.ok(of('states')[0].rows.every(({ state }) => ['accepted', 'refused'].includes(state)));

  const desk = await world.officer({ role: 'front_desk' });
  await desk.page.goto('/notices?number=S-1');
  await desk.page.getByText('来庁済み', { exact: true }).first().waitFor();
  await desk.page.goto(`/cases/${begun.case}`);
  await desk.page.getByRole('table', { name: '業務システムへのファイル' }).getByText('不受理').first().waitFor();
  await album.look(desk.page, 'from-notice');
});
