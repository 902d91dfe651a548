// The My Number Card at the counter, through a real pcscd with a virtual reader, the bridge of the terminal and the
// pages: put down, found, compared, signed; and everything that can go wrong with a card, after which the visit goes on.
import assert from 'node:assert/strict';
import { putDown, readWithNumberB, readWithPin, takeAway, typeSecret } from '../support/cards.mjs';
import { daysAgo, familyAnswer, interview, makeApplications } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import { processesNaming, until } from '../support/processes.mjs';

const world = fixture({ cards: true });
const album = new Album('cards');
const HEAD = 'family-of-four-1';
const SON = 'family-of-four-3';

async function begin(desk) {
  await desk.page.goto('/card');
  await desk.page.getByText('カードリーダーに、マイナンバーカードを置いてください。').waitFor();
}

/** Nothing lies on the readers, and every PIN has all its tries. */
async function cleared() {
  for (const reader of [0, 1]) await world.server.desk('DELETE', `/readers/${reader}/card`);
  for (const person of [HEAD, SON, 'mover', 'last-try', 'blocked']) {
    await world.server.desk('POST', `/people/${person}/reset`);
  }
  await world.server.desk('POST', '/ocsp/behaviour', { as: 'good' });
}

world.test('a card opens the visit, finds the resident, and its family follows', { timeout: 900_000 }, async (t) => {
  await cleared();
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator } = desk;
  await begin(desk);
  await album.look(page, 'no-card');
  await putDown(desk, world, HEAD);
  await album.look(page, 'card');
  await readWithPin(desk);
  await page.getByText('本人確認書類として使えます').waitFor();
  await page.getByText('カードの鍵が正しく答えました').waitFor();
  await album.look(page, 'read');
  await operator.press('Control+Enter');
  await page.waitForURL('**/cases/new?**');
  assert.ok(await page.getByRole('radio', { name: 'マイナンバーカード' }).isChecked());
  await operator.check(page.getByRole('checkbox', { name: '転居' }));
  await operator.type(page.getByLabel('異動日'), daysAgo(3));
  await operator.type(page.getByLabel('町字'), '桜木');
  await operator.type(page.getByLabel('番地・号'), '4番5号');
  await operator.press('Control+Enter');
  await page.waitForURL(/\/interview/);
  const [, id] = /\/cases\/([0-9a-f-]{36})/.exec(page.url());

  // The next card of the family, in the case.
  await page.goto(`/cases/${id}/card`);
  await takeAway(desk, world);
  await putDown(desk, world, SON);
  await readWithPin(desk);
  await album.look(page, 'second-card');
  await operator.press('Control+Enter');
  await page.waitForURL(`**/cases/${id}/card`);
  assert.equal(await page.getByRole('row').filter({ hasText: '使えます' }).count(), 2);
  await page.getByText('マイナンバーカードの住所変更').first().waitFor();
  await album.look(page, 'cards-of-the-case');

  // Signed with the card: the password is typed into the bridge's window.
  await interview(desk, id, familyAnswer);
  const [form] = await makeApplications(desk, id);
  await takeAway(desk, world).catch(() => {});
  await page.goto(`${form.path}/signature`);
  await putDown(desk, world, HEAD);
  await typeSecret(desk, 'カードで署名する', ['ABC123']);
  await page.getByText('マイナンバーカードの電子署名を確かめて、記録しました。').waitFor();
  await album.look(page, 'signed');
  t.diagnostic('signed by card');
});

world.test('the resident is on the screen within two seconds of the card', async (t) => {
  await cleared();
  const desk = await world.officer({ role: 'front_desk' });
  const { page } = desk;
  await begin(desk);
  await putDown(desk, world, HEAD);
  const printed = world.server.printedOn(HEAD);
  const times = [];
  for (let n = 0; n < 3; n += 1) {
    await page.goto('/card');
    await page.getByText('マイナンバーカードがあります。').waitFor();
    const began = Date.now();
    await readWithNumberB(desk, printed);
    await page.getByRole('link', { name: 'この人の世帯の受付を始める' }).waitFor();
    times.push(Date.now() - began);
  }
  t.diagnostic(`from the button to the resident: ${times.join(', ')} ms`);
});

world.test('everything that can go wrong has its own message, and the visit goes on', { timeout: 900_000 }, async (t) => {
  await cleared();
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator } = desk;
  const alert = page.locator('[data-card-failure]');
  const said = async (text) => {
    await alert.getByText(text).first().waitFor().catch(async (late) => {
      assert.fail(`${text} is not said, but: ${await alert.innerText()} (${await page.locator('[data-card-state]').innerText()}) ${late}`);
    });
    t.diagnostic(await alert.innerText());
    assert.ok(await page.getByRole('link', { name: '住民を探す' }).first().isVisible(), 'the other way stays open');
  };
  await begin(desk);

  await putDown(desk, world, HEAD);
  const wrong = await typeSecret(desk, '暗証番号で読む', ['9999', '1234']);
  await said('あと2回');
  await wrong.close().catch(() => {});
  await album.look(page, 'wrong-pin');

  await takeAway(desk, world);
  await putDown(desk, world, 'last-try');
  const opened = await context(desk, '暗証番号で読む');
  await said('1回');
  await opened?.close().catch(() => {});

  await takeAway(desk, world);
  await putDown(desk, world, 'blocked');
  const locked = await context(desk, '暗証番号で読む');
  await said('ロック');
  await locked?.close().catch(() => {});

  await takeAway(desk, world);
  await putDown(desk, world, HEAD);
  const pulled = await typeSecret(desk, '暗証番号で読む', ['1234', '1234'], () =>
    world.server.desk('POST', '/readers/0/remove-after', { commands: 7 }));
  await said('取り');
  await pulled.close().catch(() => {});

  await page.goto('/card');
  await world.server.desk('POST', '/readers/0/card', { other: true });
  await page.getByText('マイナンバーカードではありません').waitFor();
  await takeAway(desk, world);

  // Two readers, two cards: one is chosen.
  await world.server.desk('POST', '/readers/0/card', { person: HEAD });
  await world.server.desk('POST', '/readers/1/card', { person: SON });
  await page.getByLabel('カードが2枚以上あります').waitFor();
  await page.getByLabel('カードが2枚以上あります').selectOption({ index: 1 });
  await readWithPin(desk);
  await page.getByText('蓮').first().waitFor();
  await world.server.desk('DELETE', '/readers/1/card');

  // The terminal's card service stops, and comes back by itself.
  await page.goto('/card');
  await page.getByText('マイナンバーカードがあります。').waitFor();
  await world.server.desk('POST', '/readers/stop');
  await page.getByText('カード用サービスが止まっています').waitFor();
  await world.server.desk('POST', '/readers/start');
  await page.getByText('マイナンバーカードがあります。').waitFor();
  await takeAway(desk, world);

  // What is wrong with the certificate is told, and what may be done all the same.
  for (const [person, text] of [
    ['expired', '有効期限'],
    ['revoked', '失効しています'],
    ['unknown-authority', '本人確認書類として使えません'],
    ['old-card', 'カードの有効期限が切れています'],
  ]) {
    await page.goto('/card');
    await putDown(desk, world, person);
    await readWithPin(desk);
    await page.getByText(text).first().waitFor();
    await page.getByText('受付は続けられます').waitFor();
    await album.look(page, person);
    await page.goto('/card');
    await takeAway(desk, world);
  }
  await world.server.desk('POST', '/ocsp/behaviour', { as: 'silent' });
  await putDown(desk, world, 'mover');
  await readWithPin(desk);
  await page.getByText('失効情報の確認先から応答がありません').waitFor();
  await operator.type(page.getByLabel('このまま使う理由'), '回線が止まっている。顔写真で確かめた。');
  await operator.click(page.getByRole('button', { name: '理由を記録して、このカードを使う' }));
  await page.getByText('本人確認書類として使えます').waitFor();
  await operator.click(page.getByRole('link', { name: 'この人の転入を受け付ける' }));
  assert.equal(await page.locator('[name="person-0-name"]').inputValue(), '例示　移子');
});

world.test('no PIN reaches the server, and a stopped bridge is said so', async () => {
  await cleared();
  const desk = await world.officer({ role: 'front_desk' });
  const { page } = desk;
  const sent = [];
  const host = new URL(world.server.origin()).host;
  desk.context.on('request', (request) => {
    if (new URL(request.url()).host === host) sent.push(request.url(), request.postData() ?? '');
  });
  await begin(desk);
  await putDown(desk, world, HEAD);
  const wrong = await typeSecret(desk, '暗証番号で読む', ['7391', '1234']);
  await page.locator('[data-card-failure]').getByText('違います').first().waitFor();
  await wrong.close().catch(() => {});
  await page.goto('/card');
  await readWithPin(desk);
  assert.ok(sent.some((text) => text.includes('attributes')), 'the reading was sent');
  assert.ok(!sent.some((text) => text.includes('7391')), 'no PIN in what is sent');
  assert.ok(!world.server.output.includes('7391'), 'no PIN in what is logged');

  desk.guard.expectOffline();
  await page.goto('/card');
  await page.getByText('マイナンバーカードがあります。').waitFor();
  const [bridge] = processesNaming('card-bridge.toml').filter(({ command }) => command.includes(world.server.state));
  process.kill(bridge.pid, 'SIGKILL');
  await page.getByText('カード読取りのプログラムが動いていません').waitFor();
  await page.getByRole('link', { name: '転入の受付を始める' }).click();
  await page.getByRole('heading', { name: '転入の受付' }).waitFor();
});

world.test('a killed server takes reader and bridge along', async () => {
  await world.server.killServer();
  await until(
    () => processesNaming(world.server.state).every(({ command }) => !/card/.test(command.split(' ')[0])),
    'reader and bridge have ended',
  );
  await world.server.run();
  assert.ok(world.server.ready.card_desk && world.server.ready.card_bridge, 'both are there again');
});

/** Presses the button that opens the bridge's window, where one opens; a refusal needs none. */
async function context({ page, context: windows, operator }, button) {
  const opened = windows.waitForEvent('page', { timeout: 3000 }).catch(() => null);
  await operator.click(page.getByRole('button', { name: button }));
  const popup = await opened;
  const fields = popup?.locator('input[type=password]');
  if (popup && (await fields.count()) > 0) {
    for (let n = 0; n < (await fields.count()); n += 1) await fields.nth(n).fill('1234');
    await popup.getByRole('button', { name: 'カードを読み取る' }).click();
  }
  return popup;
}
