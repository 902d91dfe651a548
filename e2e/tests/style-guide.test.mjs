// Every component of the pages, on one page, in all its states.
import { Album, checkAccessibility } from '../support/look.mjs';
import { fixture } from '../support/fixture.mjs';

const world = fixture();

world.test('every component is accessible, wide and narrow, in both colour schemes', async () => {
  const { page } = await world.officer({ role: 'administrator' });
  const album = new Album('style-guide');
  await page.goto('/style-guide');
  await album.look(page, 'standard');
  await page.getByRole('button', { name: 'コントラストを強める' }).click();
  await page.goto('/style-guide');
  await album.look(page, 'high-contrast');
  await page.getByRole('button', { name: '標準の配色に戻す' }).click();
});

world.test('the pages before sign-in are accessible and stay within the server', async () => {
  const { page, guard } = await world.window();
  const album = new Album('sign-in');
  await page.goto('/');
  await page.waitForURL('**/sign-in**');
  await album.look(page, 'sign-in');
  guard.expectStatus(401, 404, 422);
  await page.getByLabel('サインイン名').fill('nobody');
  await page.getByLabel('パスワード').fill('wrong');
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await album.look(page, 'wrong-password');
  await page.goto('/no-such-page');
  await checkAccessibility(page, 'not found');
});
