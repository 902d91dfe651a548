// The whole visit of a family of four that has moved within the city: from the search box to completed work in
// every section, and one send-back on the way. Looks at every page on the way.
import assert from 'node:assert/strict';
import { difference, rasterise } from '../support/compare.mjs';
import {
  FAMILY, drawSignature, familyAnswer, handOff, interview, makeApplications, openReception, receiveMove, search,
  signAllOnPaper, untilDelivered,
} from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();
const album = new Album('visit');
const MOVE = { visitor: FAMILY.head, town: '桜木', block: '4番5号', building: 'コーポ桜木　305号', phone: '090-0000-0000' };

world.test('a family of four moves within the city', { timeout: 900_000 }, async (t) => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page, operator, context, origin } = desk;
  const get = (path) => world.server.get(context, origin, path);
  const print = (path) => world.server.print(context, origin, path);
  const papers = new Map();
  const step = async (name, work) => {
    t.diagnostic(name);
    await work();
  };
  let id;
  let forms;

  await step('found by kana', async () => {
    await page.goto('/');
    await album.look(page, 'home');
    await page.goto('/residents');
    await album.look(page, 'search-empty');
    await search(desk, FAMILY.query);
    await album.look(page, 'search-hits');
    const row = page.getByRole('row').filter({ hasText: FAMILY.head });
    assert.equal(await row.count(), 1);
    await page.goto(await row.getByRole('link').first().getAttribute('href'));
    for (const name of FAMILY.members) assert.ok((await page.getByRole('main').innerText()).includes(name), name);
    await album.look(page, 'household');
  });

  await step('received on one page', async () => {
    [operator.keys, operator.clicks] = [0, 0];
    await search(desk, FAMILY.query);
    await openReception(desk, FAMILY.head);
    assert.equal(await page.getByLabel('異動日').inputValue(), '', '異動日 is blank at the start');
    for (const name of FAMILY.members) assert.ok(await page.getByRole('checkbox', { name }).isChecked(), name);
    await album.look(page, 'reception');
    const before = operator.counts;
    id = await receiveMove(desk, MOVE);
    await album.look(page, 'interview-first');
    t.diagnostic(`reception: ${operator.keys - before.keys} keys, ${operator.clicks - before.clicks} clicks`);
  });

  await step('asked only what matters, and judged with reasons', async () => {
    const asked = await interview(desk, id, familyAnswer, (round) => album.look(page, `interview-${round}`));
    t.diagnostic(`asked: ${asked.length} questions: ${asked.join(' / ')}`);
    assert.ok(asked.every((question) => !/生年月日|健康保険|児童手当では/.test(question)), 'nothing the record knows is asked');
    await album.look(page, 'interview-done');
    for (const word of ['いいえ', 'はい']) {
      const line = page.getByRole('row').filter({ hasText: '水道' }).first();
      await operator.click(line.getByRole('link', { name: /変更/ }));
      const again = page.locator('form[action$="/interview"]').getByRole('group').first();
      await operator.check(again.getByRole('radio', { name: word, exact: true }));
      await Promise.all([page.waitForURL(/changed=/), operator.press('Control+Enter')]);
      assert.ok(await line.getByText(word, { exact: true }).isVisible(), `the answer is ${word} now`);
    }
    await page.goto(`/cases/${id}/judgements`);
    for (const name of ['転居届', 'マイナンバーカードの住所変更', '国民健康保険の住所変更']) {
      await page.getByRole('rowheader', { name: new RegExp(name) }).first().waitFor();
    }
    await page.locator('summary').filter({ hasText: /^理由/ }).first().click();
    await album.look(page, 'judgements');
  });

  await step('the applications are filled, and every name has its own code points', async () => {
    forms = await makeApplications(desk, id);
    t.diagnostic(`from the first key of the search to the forms ready to print: ${JSON.stringify(operator.counts)}`);
    await album.look(page, 'applications');
    assert.ok(forms.length >= 2, JSON.stringify(forms));
    assert.ok(forms.some(({ title }) => /異動届/.test(title)));
    for (const { title, path } of forms) {
      await page.goto(path);
      await album.look(page, `preview-${title}`);
      const paper = await print(`${path}/print`);
      papers.set(path, paper.body);
      assert.equal(paper.status, 200);
      assert.match(paper.headers['content-type'], /application\/pdf/);
      const text = pdf.text(paper.body);
      assert.ok(text.includes('辻\u{E0100}'), `${title}: the name keeps its selector in the paper's text`);
    }
    const all = await print(`/cases/${id}/applications/print`);
    const text = pdf.text(all.body).replaceAll(/[\s　]/g, '');
    for (const name of FAMILY.members) assert.ok(text.includes(name.replaceAll('　', '')), name);
    for (const said of ['コーポ桜木', '305号', '090-0000-0000']) assert.ok(text.includes(said), said);
  });

  await step('the preview equals the print', async () => {
    // Both are drawn at 150 dots per inch. Chromium and poppler smooth edges differently, so single grey values
    // differ; the averages of compare.mjs must not. One character less on the screen would be noticed.
    const [MEAN, WORST] = [3, 28];
    for (const { title, path } of forms) {
      const paper = papers.get(path);
      for (let number = 1; number <= pdf.pages(paper); number += 1) {
        const seen = (await get(`${path}/pages/${number}.svg`)).body.toString('utf8');
        // The watermark is over the picture, and not on the print.
        const svg = seen.replace(/<g id="[^"]*watermark".*<\/g>(?=<\/svg>)/s, '');
        assert.notEqual(svg, seen);
        const size = pdf.size(paper, number, 150);
        const print = pdf.picture(paper, number, size);
        const against = async (drawing) => difference(world.browser, await rasterise(world.browser, drawing, size), print);
        const { mean, worst } = await against(svg);
        t.diagnostic(`${title} page ${number}: mean difference ${mean.toFixed(2)}, worst square ${worst.mean.toFixed(1)} of 255`);
        assert.ok(mean < MEAN, `${title}: mean difference ${mean}`);
        assert.ok(worst.mean < WORST, `${title}: at ${worst.x},${worst.y} differs by ${worst.mean}`);
        const characters = svg.match(/<use [^>]*scale\(0\.00[5-9][^>]*>/g);
        const lacking = await against(svg.replace(characters[Math.floor(characters.length / 2)], ''));
        assert.ok(lacking.worst.mean > WORST, 'a missing character is noticed');
      }
    }
  });

  await step('one form is signed on the screen, the others on paper', async () => {
    const [first] = forms;
    await page.goto(`${first.path}/signature`);
    await album.look(page, 'signature');
    desk.guard.expectStatus(422);
    await page.getByRole('button', { name: 'この署名で確定する' }).click();
    await page.getByText('エラー', { exact: false }).first().waitFor(); // Nothing was written yet.
    await drawSignature(desk);
    await album.picture(page, 'signature-written');
    await page.getByRole('button', { name: 'この署名で確定する' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/signature'));
    await signAllOnPaper(desk, id);
    await page.goto(`/cases/${id}/applications`);
    await album.look(page, 'applications-signed');
    assert.equal(await page.getByText('署名待ち').count(), 0);
  });

  await step('the guide sheet', async () => {
    await page.goto(`/cases/${id}/guide-sheet`);
    await album.look(page, 'guide-sheet');
    const text = pdf.text((await print(`/cases/${id}/guide-sheet/print`)).body);
    assert.match(text, /受付案内票/);
    assert.match(text, /持ち物/);
  });

  await step('handed off to all sections at once', async () => {
    await page.goto(`/cases/${id}/hand-off`);
    await album.look(page, 'hand-off-before');
    await handOff(desk, id);
    await untilDelivered(desk, id);
    await album.look(page, 'hand-off-after');
    await page.goto(`/cases/${id}`);
    await album.look(page, 'case-handed-off');
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await page.waitForURL('**/sign-in**');
    await album.look(page, 'signed-out');
    await page.goto(`/cases/${id}`);
    await page.waitForURL('**/sign-in**');
  });

  await step('each section takes its work; one sends it back; in the end the case is completed', async () => {
    const accounts = world.server.municipality().accounts.filter(({ role }) => role === 'back_office');
    const offices = [];
    for (const { section } of accounts) {
      const office = await world.officer({ role: 'back_office', section });
      await office.page.goto('/queue');
      const row = office.page.getByRole('row').filter({ hasText: FAMILY.head });
      if (await row.count()) {
        if (offices.length === 0) await album.look(office.page, 'queue');
        await office.operator.click(row.getByRole('link').first());
        await office.page.waitForURL(/\/queue\/[0-9a-f-]{36}/);
        offices.push({ ...office, section, work: office.page.url() });
      }
    }
    t.diagnostic(`work in: ${offices.map(({ section }) => section).join('、')}`);
    assert.ok(offices.length >= 3);

    const [first, ...others] = offices;
    await album.look(first.page, 'work-received');
    await first.operator.press('Control+Enter');
    await first.page.getByText('審査中', { exact: true }).first().waitFor();
    await album.look(first.page, 'work-in-review');
    first.guard.expectStatus(422);
    await first.page.getByText('窓口へ差し戻す').click();
    await first.operator.click(first.page.getByRole('button', { name: '差し戻す', exact: true }));
    await first.page.getByRole('alert').waitFor(); // A reason is needed.
    await first.page.getByLabel('差し戻す理由').fill('方書の部屋番号を本人に確かめてください。');
    await first.operator.click(first.page.getByRole('button', { name: '差し戻す', exact: true }));
    await first.page.waitForURL('**/queue');
    await first.page.goto(first.work);
    await first.page.getByText('差戻し', { exact: true }).first().waitFor();
    await album.look(first.page, 'work-sent-back');

    // The front desk sees it, mends the reception, has the voided signatures given again, hands off again.
    const again = await world.officer({ role: 'front_desk' });
    await again.page.goto('/');
    await again.page.getByText('差し戻されたもの').waitFor();
    await album.look(again.page, 'home-sent-back');
    await again.page.goto(`/cases/${id}`);
    await again.page.getByText('方書の部屋番号を本人に確かめてください。').first().waitFor();
    await album.look(again.page, 'case-sent-back');
    await again.page.goto(`/cases/${id}/reception`);
    assert.equal(await again.page.getByLabel('方書').inputValue(), MOVE.building);
    await again.operator.replace(again.page.getByLabel('方書'), 'コーポ桜木　306号');
    await again.operator.press('Control+Enter');
    await again.page.waitForURL((url) => !url.pathname.endsWith('/reception'));
    await again.page.goto(`/cases/${id}/applications`);
    await album.look(again.page, 'applications-after-change');
    await again.page.getByText('無効', { exact: false }).first().waitFor();
    await signAllOnPaper(again, id);
    await handOff(again, id);
    await untilDelivered(again, id);

    for (const office of offices) {
      await office.page.goto(office.work);
      const take = office.page.getByRole('button', { name: '引き取る' });
      if (await take.count()) await office.operator.click(take);
      await office.operator.click(office.page.getByRole('button', { name: '仮登録済みにする' }));
      await office.page.getByText('仮登録済み', { exact: true }).first().waitFor();
      if (office === first) await album.look(office.page, 'work-provisional');
      await office.operator.click(office.page.getByRole('button', { name: '完了', exact: false }).first());
      await office.page.getByText('完了', { exact: true }).first().waitFor();
      assert.doesNotMatch(await office.page.content(), /(?<!仮)登録済み/);
    }
    await album.look(others[0].page, 'work-completed');
    await again.page.goto(`/cases/${id}`);
    await again.page.getByText('すべての担当課が完了しました').waitFor();
    await album.look(again.page, 'case-completed');
  });

});
