// Browsers ask before a page may talk to a program of the terminal (Local Network Access). The pages of the server count
// as public here, as they do where the server is not on the terminal: asked, granted and denied.
import assert from 'node:assert/strict';
import { putDown } from '../support/cards.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture({
  cards: true,
  switches: ({ port }) => [`--ip-address-space-overrides=127.0.0.1:${port}=public`],
});
const album = new Album('card-permission');

/** Answers the browser's question beforehand, by every name it has had. */
async function answer({ page, origin }, setting) {
  const session = await page.context().newCDPSession(page);
  const { browserContextId } = (await session.send('Target.getTargetInfo')).targetInfo;
  let known = 0;
  for (const name of ['loopback-network', 'local-network', 'local-network-access']) {
    await session
      .send('Browser.setPermission', { permission: { name }, setting, origin, browserContextId })
      .then(() => (known += 1), () => {});
  }
  assert.ok(known > 0, 'this browser asks');
}

world.test('granted, the page reads cards', async () => {
  const desk = await world.officer({ role: 'front_desk' });
  await answer(desk, 'granted');
  await desk.page.goto('/card');
  await putDown(desk, world, 'mover');
});

world.test('denied, the page says how to allow it, and the other ways stay open', async () => {
  const desk = await world.officer({ role: 'front_desk' });
  desk.guard.expectOffline();
  await answer(desk, 'denied');
  await desk.page.goto('/card');
  await desk.page.getByText('接続が止められています').waitFor();
  assert.ok(await desk.page.getByRole('link', { name: '転入の受付を始める' }).isVisible());
  await album.look(desk.page, 'denied');
  // Allowed afterwards, it goes on by itself.
  await answer(desk, 'granted');
  await desk.page.getByText('マイナンバーカードがあります。').first().waitFor();
});

world.test('not yet answered, the page says what the browser will ask', async () => {
  const desk = await world.officer({ role: 'front_desk' });
  desk.guard.expectOffline();
  await desk.page.goto('/card');
  await desk.page.getByText('「許可」を選んでください').waitFor();
  await album.look(desk.page, 'asking');
});
