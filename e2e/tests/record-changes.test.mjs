// The register changes beneath a case; who sees which fields; who looked.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const NUMBER = '000000000000167';
const HEAD = '濵田　浩';

/** Where psql is: on the path, or where Debian puts it. */
function psql() {
  const versions = '/usr/lib/postgresql';
  const found = existsSync(versions) ? readdirSync(versions).map((one) => join(versions, one, 'bin/psql')) : [];
  return [...found, '/usr/bin/psql'].find(existsSync) ?? 'psql';
}

/** Changes the register as an import does, beside the program. */
function changeRegister(statement) {
  const pid = join(world.server.data, 'postgres', 'data', 'postmaster.pid');
  const [, , , port, sockets] = readFileSync(pid, 'utf8').split('\n');
  const each = `DO $$ DECLARE t uuid; BEGIN FOR t IN SELECT * FROM tenant_ids() LOOP
    PERFORM set_config('app.tenant', t::text, true); ${statement}; END LOOP; END $$;`;
  const run = spawnSync(psql(), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', sockets.trim(), '-p', port.trim(), '-U', 'madoguchi_app', '-d', database(), '-c', each], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);

  function database() {
    const list = spawnSync(psql(), ['-X', '-At', '-h', sockets.trim(), '-p', port.trim(), '-U', 'madoguchi_app', '-d', 'postgres', '-c', "SELECT datname FROM pg_database WHERE datname LIKE 'madoguchi%'"], { encoding: 'utf8' });
    return list.stdout.trim().split('\n')[0] || 'madoguchi';
  }
}

world.test('a case goes on as it was made until its officer decides about the changed record', async () => {
  const officer = await world.officer({ role: 'front_desk' });
  const { page, operator } = officer;
  const album = new Album('record-changes');
  await search(officer, NUMBER);
  await openReception(officer, HEAD);
  const id = await receiveMove(officer, { visitor: HEAD });

  changeRegister(`UPDATE residents SET name = '濱田　浩', registered_domicile = 'みほん県みほん市桜木9番地',
    circumstances = circumstances || '{"health_insurance": "employees"}' WHERE addressee_number = '${NUMBER}'`);
  await page.goto('/cases');
  await page.getByText('住民記録の変更あり').first().waitFor();
  await album.look(page, 'list');
  await page.goto(`/cases/${id}`);
  await page.getByText('受付のあとで住民記録が変わりました').waitFor();
  await album.look(page, 'case');
  await page.getByRole('link', { name: '変わったところを確かめる' }).click();
  await page.getByRole('heading', { name: '住民記録の変更' }).waitFor();
  await album.look(page, 'changes');

  const groups = page.getByRole('group');
  await groups.filter({ hasText: '氏名をどうしますか' }).getByRole('radio', { name: '受付のときの内容のまま' }).check();
  await groups.filter({ hasText: '健康保険をどうしますか' }).getByRole('radio', { name: '新しい記録を使う' }).check();
  await groups.filter({ hasText: '本籍をどうしますか' }).getByRole('radio', { name: '新しい記録を使う' }).check();
  await page.getByLabel('理由').fill('氏名の字形は、本人が前のものを使うと申し出た。');
  await operator.press('Control+Enter');
  await page.getByText('決めた内容を保存しました').waitFor();
  await album.look(page, 'decided');
  await page.goto(`/cases/${id}`);
  await page.getByText('氏名の字形は、本人が前のものを使うと申し出た。').waitFor();
  assert.equal(await page.getByText('受付のあとで住民記録が変わりました').count(), 0);

  await page.goto(`/residents?q=${NUMBER}`);
  await page.getByRole('link', { name: /浩/ }).first().click();
  await album.look(page, 'resident');
  await page.getByRole('link', { name: /履歴を見る/ }).click();
  await page.getByRole('heading', { name: 'すべての履歴' }).waitFor();
  await album.look(page, 'history');
});

world.test('the administrator decides who sees which fields, and finds who looked', async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page, guard } = admin;
  guard.expectStatus(422);
  const album = new Album('need-to-know');
  await page.goto('/admin/field-permissions');
  await album.look(page, 'permissions');
  await page.getByRole('link', { name: /^市民課の本籍・筆頭者/ }).click();
  await page.getByRole('radio', { name: '見られない' }).check();
  await page.getByRole('button', { name: '変える' }).click();
  await page.getByRole('alert').waitFor();
  await album.look(page, 'reason-missing');
  await page.getByLabel('変える理由').fill('戸籍の窓口を別の課に移したため');
  await page.getByRole('button', { name: '変える' }).click();
  await page.getByText('次に開く画面から効きます').waitFor();
  await album.look(page, 'changed');

  const desk = await world.officer({ role: 'front_desk' });
  await desk.page.goto(`/residents?q=${NUMBER}`);
  await desk.page.getByRole('link', { name: /浩/ }).first().click();
  await desk.page.getByText('権限がないため表示していません').first().waitFor();
  await new Album('need-to-know').look(desk.page, 'hidden');

  await page.goto('/admin/analyses');
  await album.look(page, 'analyses');
  await page.getByRole('link', { name: 'ある住民を見た職員' }).click();
  await page.getByLabel('住民の宛名番号').fill(NUMBER);
  await page.getByRole('button', { name: 'この住民を見た職員を出す' }).click();
  await page.getByRole('cell', { name: /住民：照会/ }).first().waitFor();
  assert.ok(!page.url().includes(NUMBER));
  await album.look(page, 'viewers');
  await page.getByRole('link', { name: '開く' }).first().click();
  await page.getByText('対象者：分析で選んだ住民').waitFor();
  await album.look(page, 'entries');
});
