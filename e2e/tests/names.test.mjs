// Names as the register writes them: found however they are typed, shown whole, never cut.
import assert from 'node:assert/strict';
import { openReception, receiveMove, interview, makeApplications, search, signAllOnPaper } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';
import { Album } from '../support/look.mjs';
import * as pdf from '../support/pdf.mjs';

const world = fixture();

const FOUND = [
  ['吉田茂', '\u{20BB7}田　茂', 'a variant outside the basic plane'],
  ['高橋大輔', '髙橋　大輔', 'a variant of 高'],
  ['渡辺 香織', '渡邉　香織', 'a variant of 辺'],
  ['浜田浩', '濵田　浩', 'a variant of 浜'],
  ['ｸﾞｴﾝ', 'NGUYEN THI LAN', 'a foreign resident by half-width kana'],
  ['nguyen', 'NGUYEN THI LAN', 'the alphabet in small letters'],
  ['たかはし らん', 'NGUYEN THI LAN', 'an alias'],
  ['かでのこうじ', '左衛門三郎　都留子', 'a former family name'],
  ['さえもんさぶろー', '左衛門三郎　宗右衛門之助', 'a long mark for a long vowel'],
  ['かさい S15', '葛\u{E0100}西　キヨ', 'an unknown birth date within the year'],
  ['つぢ けんいち', '辻\u{E0100}　健一', 'ヂ for ジ'],
];

world.test('found however it is typed', async () => {
  const desk = await world.officer({ role: 'front_desk' });
  for (const [typed, name, why] of FOUND) {
    await desk.page.goto(`/residents?q=${encodeURIComponent(typed)}`);
    const hits = desk.page.getByRole('row').filter({ hasText: name });
    assert.ok((await hits.count()) > 0, `${typed}: ${why}`);
  }
});

world.test('the longest names fit on every page and stand whole on the papers', { timeout: 300_000 }, async () => {
  const desk = await world.officer({ role: 'front_desk' });
  const { page } = desk;
  const head = '左衛門三郎　宗右衛門之助';
  const album = new Album('long-names');
  await search(desk, '000000000000124');
  await album.look(page, 'hits');
  await openReception(desk, head);
  await album.look(page, 'reception');
  const id = await receiveMove(desk, { visitor: head, building: 'ロイヤルレジデンス・ザ・みほんステーションフロント弐番館　1204号（左衛門三郎様方）' });
  await interview(desk, id, (question) => (/区分|どれ/.test(question) ? '分からない' : 'いいえ'));
  await album.look(page, 'interview-done');
  const forms = await makeApplications(desk, id);
  await album.look(page, 'applications');
  await page.goto(forms[0].path);
  await album.look(page, 'preview');
  const { body } = await world.server.print(desk.context, desk.origin, `/cases/${id}/applications/print`);
  const text = pdf.text(body).replaceAll(/\s/g, '');
  for (const name of ['左衛門三郎宗右衛門之助', '左衛門三郎都留子', '勘解由小路', 'VENKATANARASIMHARAJUVARIPETA']) {
    assert.ok(text.includes(name), name);
  }
  await signAllOnPaper(desk, id);
  await page.goto(`/cases/${id}/guide-sheet`);
  await album.look(page, 'guide-sheet');
  await page.goto(`/cases/${id}`);
  await album.look(page, 'case');
});
