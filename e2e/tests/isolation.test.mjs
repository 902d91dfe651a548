// Another municipality's things do not exist: their addresses answer exactly as if nobody had ever made them.
import assert from 'node:assert/strict';
import { FAMILY, interview, openReception, receiveMove, search } from '../support/desk.mjs';
import { fixture } from '../support/fixture.mjs';

const world = fixture();
const OTHER = 'あさひ町';

/** An answer without what differs in every answer: the page's secret against forged requests. */
function shape({ status, body }) {
  return { status, page: body.toString('utf8').replaceAll(/name="csrf[^"]*" value="[^"]*"/g, '').replaceAll(/[0-9a-f-]{36}/g, 'ID') };
}

world.test('ids of another municipality are not found, like ids nobody has', async () => {
  const mine = await world.officer({ role: 'front_desk' });
  await search(mine, FAMILY.query);
  const resident = new URL(await mine.page.getByRole('link', { name: FAMILY.head }).first().evaluate((link) => link.href)).pathname;
  await openReception(mine, FAMILY.head);
  const id = await receiveMove(mine, { visitor: FAMILY.head });
  await interview(mine, id, () => 'いいえ');
  await mine.page.goto(`/cases/${id}/applications`);
  await mine.operator.click(mine.page.getByRole('button', { name: /作成/ }).first());
  await mine.page.waitForLoadState();
  const parts = await mine.page.getByRole('link').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  const below = [...new Set(parts.filter((path) => path.startsWith(`/cases/${id}/`)))];
  assert.ok(below.some((path) => path.includes('/applications/')), `applications have pages of their own: ${below}`);

  const others = [await world.officer({ role: 'front_desk', municipality: OTHER }), await world.officer({ role: 'section_chief', municipality: OTHER })];
  const nobody = '01890000-0000-7000-8000-000000000000';
  const paths = [resident, `/cases/new?resident=${resident.split('/').at(-1)}`, `/cases/${id}`, `${`/cases/${id}`}/applications.pdf`, ...below];
  for (const other of others) {
    for (const path of paths) {
      const theirs = shape(await world.server.get(other.context, other.origin, path));
      const made_up = shape(await world.server.get(other.context, other.origin, path.replaceAll(/[0-9a-f-]{36}/g, nobody)));
      assert.equal(theirs.status, 404, path);
      assert.deepEqual(theirs, made_up, `${path} differs from an address that never was`);
    }
  }
});

world.test('a search finds only the own namesake, and a session counts only at its own host', async () => {
  const other = await world.officer({ role: 'front_desk', municipality: OTHER });
  for (const query of [FAMILY.query, FAMILY.addressee, FAMILY.head]) {
    await search(other, query);
    const rows = other.page.getByRole('row').filter({ hasText: FAMILY.head });
    assert.equal(await rows.count(), 1, query);
    assert.match(await rows.first().innerText(), /旭台/);
    assert.doesNotMatch(await other.page.content(), /本町一丁目/);
  }
  // The same cookie, shown to the other municipality's host, is nobody's.
  const [cookie] = (await other.context.cookies(other.origin)).filter(({ httpOnly }) => httpOnly);
  const mihon = await world.window();
  await mihon.context.addCookies([{ ...cookie, domain: undefined, path: undefined, url: mihon.origin }]);
  await mihon.page.goto('/residents');
  await mihon.page.waitForURL('**/sign-in**');
});
