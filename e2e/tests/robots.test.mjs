// Robots type into a core system's screen: from the hand-off to 仮登録済み, with failures, and with a robot that is killed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { after, before } from 'node:test';
import { Api } from '../../robots/sample/api.mjs';
import { CoreSystem } from '../../robots/sample/core-system.mjs';
import {
  FAMILY, familyAnswer, handOff, interview, makeApplications, openReception, receiveMove, search, signAllOnPaper,
  untilDelivered,
} from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import { until } from '../support/processes.mjs';

const ROBOT = resolve(import.meta.dirname, '../../robots/sample/robot.mjs');
const SECTION = '保険年金課';
const world = fixture();
const album = new Album('robots');
const core = new CoreSystem();
const robots = new Set();

before(() => core.start());
after(async () => {
  for (const robot of robots) robot.kill('SIGKILL');
  await core.stop();
});

/** The municipality answers to localhost too, which every resolver knows. */
const url = () => `http://localhost:${world.server.port}`;

function credentials() {
  const client = world.server.municipality().api_clients.find(({ role }) => role === 'back_office');
  return { clientId: client.client_id, clientSecret: client.client_secret };
}

/** Runs the sample robot until nothing waits. */
async function runRobot() {
  const robot = startRobot('--once');
  const [code] = await once(robot, 'exit');
  robots.delete(robot);
  assert.equal(code, 0, robot.said);
  return robot.said;
}

function startRobot(...more) {
  const { clientId, clientSecret } = credentials();
  const robot = spawn(process.execPath, [ROBOT, '--url', url(), '--screen', core.address, ...more], {
    env: { ...process.env, MADOGUCHI_CLIENT_ID: clientId, MADOGUCHI_CLIENT_SECRET: clientSecret },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  robots.add(robot);
  robot.said = '';
  for (const stream of [robot.stdout, robot.stderr]) stream.setEncoding('utf8').on('data', (text) => (robot.said += text));
  return robot;
}

/** A household moves within the city and is handed off: the section has work for robots. */
async function handedOff(query, head) {
  const desk = await world.officer({ role: 'front_desk' });
  await search(desk, query);
  await openReception(desk, head);
  const id = await receiveMove(desk, { visitor: head });
  await interview(desk, id, familyAnswer);
  await makeApplications(desk, id);
  await signAllOnPaper(desk, id);
  await handOff(desk, id);
  await untilDelivered(desk, id);
  await desk.context.close();
  return id;
}

/** The section's page of the newest task in this state. */
async function openTask(office, state) {
  await office.page.goto(`/robots?state=${state}`);
  const href = await office.page.locator('.table__main-link').last().getAttribute('href');
  await office.page.goto(href);
  return href.split('/').at(-1);
}

world.test('a robot types what was handed off, and the section sees number and picture', async () => {
  await handedOff(FAMILY.query, FAMILY.head);
  const office = await world.officer({ role: 'back_office', section: SECTION });
  const { page } = office;
  await page.goto('/robots');
  await page.getByText('ロボット待ち').first().waitFor();
  await album.look(page, 'waiting');

  const said = await runRobot();
  assert.ok(core.entries.size > 0, said);
  for (const { fields } of core.entries.values()) {
    assert.ok(FAMILY.members.includes(fields.name), 'the name keeps every code point');
    assert.ok(!said.includes(fields.name), 'the log names nobody');
  }
  const id = await openTask(office, 'done');
  const { number } = core.entries.get(id);
  await page.getByText(number).first().waitFor();
  const picture = page.getByRole('img', { name: /業務システムの画面/ });
  assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 300), 'the picture is shown');
  await album.look(page, 'done');
  await page.locator('a[href^="/queue/"]').first().click();
  await page.getByText('仮登録済み', { exact: true }).first().waitFor();
  await page.getByText('ロボットの作業', { exact: true }).waitFor();
  await album.look(page, 'work');
  await page.getByRole('button', { name: '引き取る' }).click();
  await page.getByRole('button', { name: '完了' }).click();
  await page.getByText('完了', { exact: true }).first().waitFor();
});

world.test('a screen that always fails leaves the work to a person', async () => {
  await handedOff(FAMILY.query, FAMILY.head);
  const admin = await world.officer({ role: 'administrator' });
  await admin.page.goto('/admin/robots');
  await album.look(admin.page, 'settings');
  await admin.page.getByLabel('保留にするまでの回数').first().fill('1');
  await admin.page.getByRole('button', { name: '回数を保存する' }).first().click();
  await admin.page.getByText('1回失敗したら保留').waitFor();
  core.failAlways = true;
  const before = core.entries.size;
  await runRobot();
  core.failAlways = false;
  assert.equal(core.entries.size, before);
  const office = await world.officer({ role: 'back_office', section: SECTION });
  const { page } = office;
  await openTask(office, 'held');
  await page.getByText('E-901').first().waitFor();
  await album.look(page, 'held');
  await page.getByRole('button', { name: '人が入力する' }).click();
  await page.getByText('人が入力することにしました').waitFor();
  await page.getByLabel('業務システムの番号').fill('K-HAND-1');
  await album.look(page, 'by-hand');
  await page.getByRole('button', { name: /入力した/ }).click();
  await page.getByText('人が入力済み').first().waitFor();
  // The others of the household go back to the robots.
  for (;;) {
    await page.goto('/robots?state=held');
    const next = page.locator('.table__main-link').first();
    if ((await next.count()) === 0) break;
    await next.click();
    await page.getByRole('button', { name: 'ロボットに戻す' }).click();
    await page.getByText('ロボットに戻しました').waitFor();
  }
  await admin.page.getByLabel('保留にするまでの回数').first().fill('3');
  await admin.page.getByRole('button', { name: '回数を保存する' }).first().click();
  await admin.page.getByText('3回失敗したら保留').waitFor();
  await runRobot();
});

world.test('what a killed robot had is done by another, once in effect', async () => {
  await handedOff(FAMILY.query, FAMILY.head);
  const office = await world.officer({ role: 'back_office', section: SECTION });
  const { page } = office;
  const before = core.entries.size;
  // A robot that takes a task, types it, and is killed before it can say so.
  const api = new Api({ url: url(), ...credentials() });
  const [lost] = await api.lease(1);
  assert.ok(lost);
  const typed = new URLSearchParams(lost.fields.map(({ name, value }) => [name, value]));
  typed.set('handover', lost.id);
  await fetch(`${core.address}/entries`, { method: 'POST', body: typed });
  const { number } = core.entries.get(lost.id);
  // Its lease ends (two minutes after the last that was heard of it), and another robot comes by.
  const robot = startRobot('--every-seconds', '2');
  await until(async () => {
    await page.goto(`/robots/${lost.id}`);
    return (await page.getByText('入力済み').count()) > 0;
  }, 'another robot has done it', 240_000);
  robot.kill('SIGTERM');
  await once(robot, 'exit');
  robots.delete(robot);
  await page.getByText('期限切れ（結果が届かない）').waitFor();
  await page.getByText(number).first().waitFor();
  await album.look(page, 'after-a-killed-robot');
  const ids = [...core.entries.keys()].slice(before);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.includes(lost.id));
  const late = await api.result(lost, { result: 'done', number }).catch((error) => error);
  assert.equal(late.code, 'lease_lost');
});
