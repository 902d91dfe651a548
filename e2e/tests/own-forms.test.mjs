// A municipality's own paper: three unlike PDFs are uploaded, bound and tried by keyboard alone; one is published by
// another administrator, and the counter prints on it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { FAMILY, familyAnswer, interview, makeApplications, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const album = new Album('own-forms');
// Made by `cargo run -p madoguchi-forms --example own_form`: see crates/forms/tests/forms/support/uploads.rs.
const upload = (name) => join(import.meta.dirname, `../support/uploads/${name}.pdf`);
const plain = (bytes) => pdf.text(bytes).replaceAll(/[\s　]/g, '');

/** Chooses an option of a list by Tab and arrows alone. */
async function choose(operator, select, label) {
  await operator.tabTo(select, { most: 400 });
  const steps = await select.evaluate((element, wanted) => {
    const options = [...element.options];
    return options.findIndex((option) => option.label.trim() === wanted) - element.selectedIndex;
  }, label);
  for (let n = 0; n < Math.abs(steps); n += 1) await operator.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
  assert.equal(await select.evaluate((element) => element.selectedOptions[0].label.trim()), label);
}

/** Uploads a PDF as a form of this name. The file itself is picked in the operating system's own window. */
async function uploaded({ page, operator }, name, file) {
  await page.goto('/admin/own-forms');
  await operator.tabTo(page.getByLabel('様式名'));
  await page.keyboard.insertText(name);
  await page.getByLabel('PDFのファイル').setInputFiles(file);
  await operator.press('Control+Enter');
  await page.waitForURL(/\/admin\/own-forms\/[0-9a-f-]{36}$/);
  return page.url();
}

/** Opens the places of the first page. */
async function places({ page, operator }) {
  await operator.tabTo(page.getByRole('link', { name: /^欄を決める/ }));
  await operator.press('Enter');
  await page.waitForURL(/\/places\/1$/);
}

/** Looks at the paper filled for nobody. The text of the PDF, without spaces. */
async function tried({ page, operator, context, origin }, url) {
  await page.goto(url);
  await operator.tabTo(page.getByRole('link', { name: '試しに印字する' }));
  await operator.press('Enter');
  await page.waitForURL(/\/try$/);
  const picture = page.locator('img.paper').first();
  await picture.evaluate((image) => image.decode());
  return (await world.server.get(context, origin, `${new URL(url).pathname}/try.pdf`)).body;
}

world.test('what cannot be used is told apart', async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page, operator } = admin;
  admin.guard.expectStatus(422);
  for (const [file, words] of [
    [upload('password'), /パスワードが必要/],
    [import.meta.filename, /PDFのファイルではありません/],
    [join(import.meta.dirname, '../support/mihon-gaiji.ttf'), /PDFのファイルではありません/],
  ]) {
    await page.goto('/admin/own-forms');
    await page.getByLabel('様式名').fill('だめな様式');
    await page.getByLabel('PDFのファイル').setInputFiles(file);
    await operator.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    assert.match(await page.locator('#file-error').innerText(), words);
    assert.equal(await page.getByLabel('様式名').inputValue(), 'だめな様式');
  }
  await album.look(page, 'refused');
});

world.test('a fillable form, by keyboard alone within five minutes', { timeout: 300_000 }, async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page, operator } = admin;
  const url = await uploaded(admin, '犬の登録事項変更届', upload('fillable'));
  await page.getByText('入力欄が5個あります', { exact: false }).waitFor();
  await album.look(page, 'fillable');
  await places(admin);
  const row = (label) => page.locator('[data-place]').filter({ has: page.locator(`input[value="${label}"]`) });
  await choose(operator, row('所有者の氏名').getByLabel('印字する内容'), '届出人の氏名');
  await choose(operator, row('所有者の住所').getByLabel('印字する内容'), '新しい住所');
  await choose(operator, row('電話番号').getByLabel('印字する内容'), '届出人の電話番号');
  // A square is moved by arrows, and its numbers follow.
  const name = row('所有者の氏名');
  const id = await name.getAttribute('id');
  const square = page.locator(`[data-for="${id}"]`);
  const x = () => page.locator(`#${id}-x`).inputValue().then(Number);
  const before = await x();
  await operator.tabTo(square, { most: 400, back: true });
  await operator.press('ArrowRight');
  await operator.press('ArrowRight');
  assert.equal(await x(), before + 1);
  await album.look(page, 'places');
  await operator.press('Control+Enter');
  await page.getByText('欄を保存しました。').waitFor();
  assert.equal(await x(), before + 1);
  const text = plain(await tried(admin, url));
  assert.ok(text.includes('見本太郎') && text.includes('09000000000'), text);
  await album.look(page, 'tried');
});

world.test('a scanned form, by keyboard alone within five minutes', { timeout: 300_000 }, async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page, operator } = admin;
  const url = await uploaded(admin, '印鑑登録申請書', upload('scanned'));
  await page.getByText('スキャンした画像です', { exact: false }).waitFor();
  await places(admin);
  // The boxes between its ruled lines were found, though nothing on it can be read.
  const rows = page.locator('[data-place]');
  assert.ok((await rows.count()) > 15, `${await rows.count()} boxes`);
  await choose(operator, rows.nth(2).getByLabel('印字する内容'), '1人目の氏名');
  // And one is added by hand.
  await operator.tabTo(page.getByRole('link', { name: '欄を1つ加える' }), { most: 400 });
  await operator.press('Enter');
  await page.keyboard.insertText('届出日');
  await choose(operator, rows.last().getByLabel('印字する内容'), '届出日');
  await operator.press('Control+Enter');
  await page.getByText('欄を保存しました。').waitFor();
  await album.look(page, 'scanned');
  const text = plain(await tried(admin, url));
  assert.ok(text.includes('見本太郎') && text.includes('令和'), text);
});

world.test('from a turned page to the counter', { timeout: 600_000 }, async () => {
  const admin = await world.officer({ role: 'administrator' });
  const { page, operator } = admin;
  const url = await uploaded(admin, '住民異動届（みほん市）', upload('turned'));
  await page.getByText('回転して保存されています', { exact: false }).waitFor();
  await choose(operator, page.getByLabel('代わりに使う様式'), '住民異動届');
  await operator.tabTo(page.getByRole('button', { name: '保存する' }));
  await operator.press('Enter');
  await page.getByText('保存しました。').first().waitFor();
  await places(admin);
  const row = (label) => page.locator('[data-place]').filter({ has: page.locator(`input[value="${label}"]`) });
  await choose(operator, row('使用者氏名').getByLabel('印字する内容'), '届出人の氏名');
  await operator.press('Control+Enter');
  await page.getByText('欄を保存しました。').waitFor();
  await album.look(page, 'turned');
  await page.goto(url);
  assert.equal(await page.getByRole('button', { name: '公開する' }).count(), 0, 'who drew it does not publish it');

  const publisher = await world.officer({ role: 'administrator', nth: 1 });
  await publisher.page.goto(url);
  await album.look(publisher.page, 'to-publish');
  await publisher.operator.click(publisher.page.getByRole('button', { name: '公開する' }));
  await publisher.page.getByText('公開しました。').waitFor();

  const desk = await world.officer({ role: 'front_desk' });
  await search(desk, FAMILY.query);
  await openReception(desk, FAMILY.head);
  const id = await receiveMove(desk, { visitor: FAMILY.head, building: 'コーポ桜木　305号' });
  await interview(desk, id, familyAnswer);
  const forms = await makeApplications(desk, id);
  await desk.page.goto(`/cases/${id}/applications`);
  await desk.page.getByRole('link', { name: '住民異動届（みほん市）', exact: false }).first().waitFor();
  const own = forms.find((form) => form.title?.includes('みほん市')) ?? forms[0];
  await desk.page.goto(own.path);
  await desk.page.locator('img.paper').first().evaluate((image) => image.decode());
  await album.look(desk.page, 'application');
  const bytes = (await world.server.print(desk.context, desk.origin, `${own.path}/print`)).body;
  assert.ok(plain(bytes).includes(FAMILY.head.replaceAll(/[\s　]/g, '')), plain(bytes));
  assert.ok(!bytes.toString('latin1').includes('pdfaid'), 'a foreign page does not claim to be PDF/A');
});
