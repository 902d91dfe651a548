// Addresses at reception by choice: 郵便番号, town, number, building. By keyboard alone, and without script. The building
// of a protected household is offered to nobody.
import assert from 'node:assert/strict';
import { PROTECTED, daysAgo } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';

const world = fixture();
const album = new Album('addresses');
const field = (page, name) => page.locator(`[name="${name}"]`);

/** The open list of choices of a field, as a screen reader gets it. */
const choices = (page, name) => page.locator(`#${name}-choices`).getByRole('option');

/** Where somebody of みほん市 lives in a building that the register knows. */
async function somebodysBuilding(desk, building) {
  await desk.page.goto(`/residents?q=${encodeURIComponent(building)}`);
  const text = (await desk.page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ');
  const found = new RegExp(`(本町[一二三]丁目|緑が丘[一二]丁目|青葉台[一二]丁目|駅前町|港町|桜木町|二番町)(\\d+番\\d+号) ${building}`).exec(text);
  assert.ok(found, `nobody in ${building}: ${text.slice(0, 400)}`);
  return { town: found[1], block: found[2], building };
}

/** Opens the list of the focused field's choices and takes the one that says this, by keys alone. */
async function choose({ page, operator }, name, label) {
  const id = await field(page, name).getAttribute('id');
  const options = choices(page, id);
  if (!(await options.first().isVisible())) await operator.press('ArrowDown');
  await options.filter({ hasText: label }).first().waitFor();
  for (let presses = 0; presses < 70; presses += 1) {
    await operator.press('ArrowDown');
    const active = await field(page, name).getAttribute('aria-activedescendant');
    assert.ok(active, 'a choice is marked');
    const option = page.locator(`#${active}`);
    assert.equal(await option.getAttribute('aria-selected'), 'true');
    if ((await option.innerText()).includes(label)) {
      await operator.press('Enter');
      await options.first().waitFor({ state: 'hidden' });
      return;
    }
  }
  assert.fail(`${label} is not among the choices of ${name}`);
}

world.test('from 郵便番号 to building by keyboard alone', async () => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator } = desk;
  const known = await somebodysBuilding(desk, 'コーポ青空');
  operator.clicking = false;
  [operator.keys, operator.clicks] = [0, 0];
  await page.goto('/cases/new?arriving=1');
  const type = async (name, text) => {
    await operator.tabTo(field(page, name), { most: 200 });
    await operator.type(field(page, name), text);
  };

  // Outside: a 郵便番号 in full-width letters fills in prefecture, city and town.
  await type('former_postcode', '２７３０００５');
  await choose(desk, 'former_postcode', '船橋市本町');
  assert.equal(await field(page, 'former_city').inputValue(), '千葉県船橋市');
  assert.equal(await field(page, 'former_rest').inputValue(), '本町');
  assert.equal(await field(page, 'former_postcode').inputValue(), '273-0005');

  // Here: the reading in Roman letters, then the number of the town, then the building of the register.
  await type('town', 'aobadai');
  await choices(page, await field(page, 'town').getAttribute('id')).first().waitFor();
  await album.look(page, 'towns');
  await choose(desk, 'town', '青葉台二丁目');
  assert.equal(await field(page, 'town').inputValue(), '青葉台二丁目');
  assert.equal(await field(page, 'postcode').inputValue(), '999-0003');
  await type('block', '3');
  await choose(desk, 'block', '3番4号');
  assert.equal(await field(page, 'block').inputValue(), '3番4号');

  await operator.press('Shift+Tab');
  await operator.tabTo(field(page, 'town'), { back: true });
  await operator.press('Control+a');
  await operator.type(field(page, 'town'), known.town);
  await operator.press('Escape');
  await operator.tabTo(field(page, 'block'));
  await operator.press('Control+a');
  await operator.type(field(page, 'block'), known.block);
  await operator.press('Escape');
  await operator.tabTo(field(page, 'building'));
  await choose(desk, 'building', known.building);
  assert.equal(await field(page, 'building').inputValue(), known.building, 'without the room');
  await operator.type(field(page, 'building'), ' 305号');
  await album.look(page, 'chosen');
  assert.equal(operator.clicks, 0, 'no click');

  // What is typed stays, whatever was offered: a new building is no error.
  await operator.press('Escape');
  assert.equal(await field(page, 'building').inputValue(), `${known.building} 305号`);
});

world.test('a town and a 郵便番号 that do not fit are told and stop nothing', async () => {
  const { page, operator } = await world.officer({ role: 'front_desk' });
  await page.goto('/cases/new?arriving=1');
  await operator.type(field(page, 'postcode'), '9990001');
  await operator.type(field(page, 'town'), '港町');
  await operator.press('Tab');
  await page.getByText('の郵便番号です。住所と合っているか確かめてください。').waitFor();
  await album.look(page, 'does-not-fit');
});

world.test('the building of a protected household is never offered', async () => {
  const { page, operator } = await world.officer({ role: 'front_desk' });
  const [town, building, block] = PROTECTED.secrets;
  const asked = [];
  page.on('response', async (answer) => {
    if (answer.url().endsWith('/addresses/choices')) asked.push(answer.text().catch(() => ''));
  });
  await page.goto('/cases/new?arriving=1');
  await operator.type(field(page, 'town'), town);
  await operator.press('Escape');
  await operator.type(field(page, 'block'), block);
  await operator.press('Escape');
  await operator.click(field(page, 'building'));
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/addresses/choices'));
  await operator.press('ArrowDown');
  await answered;
  await operator.type(field(page, 'building'), 'ハイム');
  await page.waitForResponse((answer) => answer.url().endsWith('/addresses/choices'));
  const said = await Promise.all(asked);
  assert.ok(said.length > 0);
  for (const text of said) assert.ok(!text.includes(building), 'not in any answer');
  assert.equal(await page.getByRole('option', { name: building }).count(), 0);

  // Nor by the way without script.
  const plain = await world.officer({ role: 'front_desk' }, { script: false });
  await plain.page.goto('/cases/new?arriving=1');
  await field(plain.page, 'town').fill(town);
  await field(plain.page, 'block').fill(block);
  const box = plain.page.getByRole('group', { name: '新しい住所' });
  await box.getByRole('button', { name: '住所の候補を出す' }).click();
  await plain.page.getByRole('status', { name: '住所の候補' }).waitFor();
  assert.equal(await plain.page.getByRole('button', { name: building }).count(), 0);
});

world.test('without script choices are buttons that keep what was typed', async () => {
  const { page } = await world.officer({ role: 'front_desk' }, { script: false });
  await page.goto('/cases/new?arriving=1');
  await field(page, 'person-0-name').fill('真鍋　理沙');
  await field(page, 'moved_on').fill(daysAgo(1));
  const box = (legend) => page.getByRole('group', { name: legend });
  const lookUp = (legend) => box(legend).getByRole('button', { name: '住所の候補を出す' }).click();
  await field(page, 'former_postcode').fill('2730005');
  await lookUp('前の住所');
  await page.getByRole('button', { name: '千葉県船橋市本町' }).waitFor();
  await album.look(page, 'without-script');
  await page.getByRole('button', { name: '千葉県船橋市本町' }).click();
  await page.waitForLoadState();
  assert.equal(await field(page, 'former_city').inputValue(), '千葉県船橋市');
  assert.equal(await field(page, 'former_rest').inputValue(), '本町');

  await field(page, 'postcode').fill('９９９－０００３');
  await lookUp('新しい住所');
  await page.getByRole('button', { name: '青葉台二丁目' }).click();
  await page.waitForLoadState();
  assert.equal(await field(page, 'town').inputValue(), '青葉台二丁目');
  await field(page, 'block').fill('3');
  await lookUp('新しい住所');
  await page.getByRole('button', { name: '3番4号', exact: true }).click();
  await page.waitForLoadState();
  assert.equal(await field(page, 'block').inputValue(), '3番4号');
  assert.equal(await field(page, 'town').inputValue(), '青葉台二丁目');
  assert.equal(await field(page, 'person-0-name').inputValue(), '真鍋　理沙', 'what was typed stays');
  assert.equal(await field(page, 'moved_on').inputValue(), daysAgo(1));
});
