// An address by keys alone: the postcode gives the town, the town its numbers, the number its buildings; 方書 is a field of
// its own. What the operator imports is offered at once.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('addresses');

/** Types into the field that has the focus and waits for its choices; their words. */
async function offered(page, name, typed) {
  const field = page.locator(`[name="${name}"]`);
  await field.focus();
  if (typed) await page.keyboard.type(typed);
  else await page.keyboard.press('ArrowDown');
  const list = page.locator(`#${await field.getAttribute('id')}-choices`);
  await list.locator('li').first().waitFor();
  return list.locator('li').allTextContents();
}

/** Goes down to a choice and takes it. */
async function take(page, words, wanted) {
  const at = words.findIndex((label) => label.startsWith(wanted));
  assert.ok(at >= 0, `${wanted} is among ${words.join('、')}`);
  for (let presses = 0; presses <= at; presses += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

const value = (page, name) => page.locator(`[name="${name}"]`).inputValue();

world.test('from the postcode to the building, without a mouse', { timeout: 300_000 }, async () => {
  const { page } = await world.officer({ role: 'front_desk' });
  await page.goto('/cases/new?arriving=1');
  const towns = await offered(page, 'postcode', '9990001');
  assert.equal(towns.length, 3, '本町 has three parts');
  await album.picture(page, 'towns');
  await take(page, towns, '本町二丁目');
  assert.equal(await value(page, 'town'), '本町二丁目');
  await page.keyboard.press('Tab');
  await take(page, await offered(page, 'block'), '2番');
  assert.match(await value(page, 'block'), /^2番/);
  assert.equal(await value(page, 'building'), '', 'a building is never filled in by itself');

  // A town is found by its reading and by how it is written in the alphabet.
  await page.locator('[name="town"]').fill('');
  assert.ok((await offered(page, 'town', 'tsujidou')).some((label) => label.startsWith('辻\u{E0100}堂町')));
  await page.keyboard.press('Escape');
  await page.locator('[name="town"]').fill('');
  await take(page, await offered(page, 'town', 'ほんちょう1'), '本町一丁目');

  // The former address lies outside: the postcode fills in the city, too.
  await take(page, await offered(page, 'former_postcode', '273-0005'), '千葉県船橋市本町');
  assert.match(await value(page, 'former_city'), /船橋市$/);
  assert.equal(await value(page, 'former_rest'), '本町');
  // A postcode of another place is told, and stops nobody.
  await page.locator('[name="former_postcode"]').fill('');
  await page.locator('[name="former_postcode"]').focus();
  await page.keyboard.type('8100001');
  await page.getByText('福岡市中央区').first().waitFor();
  await page.keyboard.press('Escape');
  await album.look(page, 'filled');
});

world.test('buildings of an address are those of the register, without rooms', { timeout: 300_000 }, async () => {
  const { page } = await world.officer({ role: 'front_desk' });
  // Somebody who lives in a building: the address as it stands in the list of hits.
  await page.goto(`/residents?q=${encodeURIComponent('ハイツ')}`);
  const cells = await page.locator('td[data-label="住所"]').allTextContents();
  const lived = cells
    .map((text) => /^\s*(?:\S*市)?(?<town>\S+?(?:丁目|町|台|丘|野原))(?<block>\d+番\d+号)[\s　]*(?<building>\S*ハイツ\S*)/u.exec(text.trim()))
    .find(Boolean)?.groups;
  assert.ok(lived, cells.join(' | '));
  await page.goto('/cases/new?arriving=1');
  await page.locator('[name="town"]').fill(lived.town);
  await page.locator('[name="block"]').fill(lived.block);
  const words = await offered(page, 'building');
  const [first] = words;
  assert.ok(lived.building.startsWith(first.trim()), `${first} of ${lived.building}`);
  await take(page, words, first);
  assert.equal(await value(page, 'building'), first.trim());
  await album.picture(page, 'building');
});

world.test('what the operator imports is offered', { timeout: 300_000 }, async () => {
  const { page } = await world.officer({ role: 'front_desk' });
  const file = join(world.server.state, 'ken_all.csv');
  const row = '07201,"960  ","9608031","フクシマケン","フクシマシ","サカエチョウ","福島県","福島市","栄町",0,0,0,0,0,0';
  writeFileSync(file, `${row}\r\n`);
  const done = world.server.runProgram(['import', 'postcode', file, '--state-dir', world.server.data]);
  assert.equal(done.status, 0, done.stderr);
  await page.goto('/cases/new?arriving=1');
  await take(page, await offered(page, 'former_postcode', '9608031'), '福島県福島市栄町');
  assert.equal(await value(page, 'former_rest'), '栄町');
  assert.match(await value(page, 'former_city'), /福島市$/);
});
