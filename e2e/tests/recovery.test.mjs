// Power is cut from one process at a time, right after each thing the page has acknowledged. Started again on
// the same directory, the case goes on where it was, and at the end nothing is left behind.
import assert from 'node:assert/strict';
import { FAMILY, familyAnswer, handOff, interview, makeApplications, nextPage, openReception, receiveMove, search, signOnPaper, untilDelivered } from '../support/desk.mjs';
import { fixture, signIn } from '../support/fixture.mjs';
import { runs, until } from '../support/processes.mjs';

const world = fixture();

/** SIGKILL to the server; its database is ended by its watchdog or adopted by the next start. */
async function cutServer() {
  const { server } = world;
  const database = await server.killServer();
  await server.run();
  assert.ok(server.postgresPid !== database || runs(database), 'a database runs');
}

/** SIGKILL to the database; the server starts it again by itself. */
async function cutDatabase() {
  const { server } = world;
  const before = server.postgresPid;
  server.killDatabase();
  await until(async () => {
    try {
      return server.postgresPid !== before && (await fetch(`http://127.0.0.1:${server.port}/readyz`)).ok;
    } catch {
      return false;
    }
  }, 'the database is back', 60_000);
}

for (const [what, cut] of [['server', cutServer], ['database', cutDatabase]]) {
  world.test(`SIGKILL to the ${what} after every step loses nothing`, async () => {
    const desk = await world.officer({ role: 'front_desk', nth: what === 'server' ? 0 : 1 });
    const { page, operator } = desk;
    await cut();
    // The session is in the database: still signed in.
    const query = what === 'server' ? FAMILY : { query: 'はまだ ひろし', head: '濵田　浩' };
    await search(desk, query.query);
    await openReception(desk, query.head);
    const id = await receiveMove(desk, { visitor: query.head, block: '12番34号' });
    await cut();
    await page.goto(`/cases/${id}`);
    await page.getByText('12番34号').first().waitFor();

    const asked = await interview(desk, id, familyAnswer, async (round) => {
      if (round === 1) await cut(); // What is typed stands on the page, and is sent to the server that has come back.
    });
    await cut();
    await page.goto(`/cases/${id}/interview`);
    await page.getByText('聞くことはもうありません').waitFor();
    assert.ok(asked.length > 0);

    const forms = await makeApplications(desk, id);
    await cut();
    await page.goto(`/cases/${id}/applications`);
    for (const { title } of forms) await page.getByRole('link', { name: title }).first().waitFor();

    for (const form of forms) await signOnPaper(desk, form);
    await cut();
    await page.goto(`/cases/${id}`);
    assert.equal(await page.getByText('署名待ち').count(), 0);

    await handOff(desk, id);
    await cut();
    await untilDelivered(desk, id);

    // One section, state by state.
    const office = await world.officer({ role: 'back_office', section: '市民課' });
    await office.page.goto('/queue');
    await office.operator.click(office.page.getByRole('row').filter({ hasText: query.head }).getByRole('link').first());
    const work = office.page.url();
    for (const [button, state] of [['引き取る', '審査中'], ['仮登録済みにする', '仮登録済み'], ['完了', '完了']]) {
      // A button may be called as the state is: only the page that comes tells that the state is kept.
      await nextPage(office.page, () => office.operator.click(office.page.getByRole('button', { name: button })));
      await office.page.getByText(state, { exact: true }).first().waitFor();
      await cut();
      await office.page.goto(work);
      await office.page.getByText(state, { exact: true }).first().waitFor();
    }
  });
}

world.test('a second program on the same data is refused, and the first goes on', async () => {
  const { server } = world;
  const second = server.runProgram(['demo', '--port', '0', '--state-dir', server.data]);
  assert.notEqual(second.status, 0);
  assert.match(second.stderr, /エラー/);
  assert.equal((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status, 200);
});

world.test('after all the kills the audit record is whole', async () => {
  const { server } = world;
  const verify = () => {
    const report = server.runProgram(['audit', 'verify', '--json', '--state-dir', server.data]);
    assert.equal(report.status, 0, report.stdout + report.stderr);
    const { findings, sealed, waiting } = JSON.parse(report.stdout);
    assert.deepEqual(findings, []);
    return { sealed, waiting };
  };
  // The sealer comes round by the clock; nobody works now, so that nothing new is written meanwhile.
  await until(() => verify().waiting === 0, 'every entry is sealed');
  assert.ok(verify().sealed > 100, `${verify().sealed} entries are sealed`);
});

world.test('ended in order, nothing is left, and the cases are there at the next start', async () => {
  const { server } = world;
  const before = server.postgresPid;
  await server.stop();
  assert.ok(!runs(before));
  await server.run();
  const desk = await world.window();
  await signIn(desk, server.account({ role: 'front_desk' }));
  await desk.page.goto('/cases');
  await desk.page.getByRole('row').filter({ hasText: FAMILY.head }).first().waitFor();
});

world.test('both killed at once: nothing is left, and the next start recovers', async () => {
  const { server } = world;
  process.kill(server.postgresPid, 'SIGKILL');
  await server.killServer();
  await server.nothingLeft();
  await server.run();
  const desk = await world.window();
  await signIn(desk, server.account({ role: 'front_desk' }));
  await desk.page.goto('/cases');
  await desk.page.getByRole('row').filter({ hasText: FAMILY.head }).first().waitFor();
  await server.stop();
});
