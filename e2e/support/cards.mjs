// What a resident and an officer do with a card: put it down, type the PIN into the bridge's own window.

/** Puts a card of the demonstration down; the page sees it. */
export async function putDown({ page }, world, person, reader = 0) {
  await world.server.desk('POST', `/readers/${reader}/card`, { person });
  await page.getByText('マイナンバーカードがあります。').first().waitFor();
}

/** Takes the card away; the page sees that. */
export async function takeAway({ page }, world, reader = 0) {
  await world.server.desk('DELETE', `/readers/${reader}/card`);
  await page.getByText('マイナンバーカードを置いてください。').first().waitFor();
}

/** Presses a button of the page and types secrets into the window that opens; `beforeReading` is done between. */
export async function typeSecret({ page, context, operator }, button, secrets, beforeReading = async () => {}) {
  const opened = context.waitForEvent('page');
  await operator.click(page.getByRole('button', { name: button }));
  const popup = await opened;
  const fields = popup.locator('input[type=password]');
  await fields.first().waitFor();
  for (const [n, secret] of secrets.entries()) await fields.nth(n).fill(secret);
  await beforeReading();
  await popup.getByRole('button', { name: 'カードを読み取る' }).click();
  return popup;
}

/** Reads who somebody is with the PIN: the page goes on to what was read. */
export async function readWithPin(window, { attributes = '1234', authentication = '1234' } = {}) {
  await typeSecret(window, '暗証番号で読む', [attributes, authentication]);
  await window.page.waitForURL(/\/readings\/[0-9a-f-]{36}/);
}

/** Reads with what is printed on the card, no PIN. */
export async function readWithNumberB({ page, operator }, { birth, expiry, code }) {
  await operator.replace(page.getByLabel('生年月日（和暦6桁）'), birth);
  await operator.replace(page.getByLabel('有効期限の年（西暦4桁）'), expiry);
  await operator.replace(page.getByLabel('セキュリティコード（4桁）'), code);
  await operator.click(page.getByRole('button', { name: '券面の数字で読む' }));
}
