// One server and one browser for one test file, and a window for each officer.
import { spawnSync } from 'node:child_process';
import test, { after, before } from 'node:test';
import { launch, openWindow } from './browser.mjs';
import { keepPicture } from './look.mjs';
import { Operator } from './operator.mjs';
import { Server } from './server.mjs';

/**
 * Starts both before the tests of the calling file and ends both after them, whatever happened. `cards`: with a virtual
 * card reader; `flags`: what the program is started with beside the usual; `switches`: what the browser is started with,
 * from the server.
 */
export function fixture({ cards = false, flags, switches } = {}) {
  const world = { server: undefined, browser: undefined, windows: [] };
  before(async () => {
    world.server = await Server.start({ cards, flags });
    world.browser = await launch(switches?.(world.server));
  }, { timeout: 600_000 });
  after(async () => {
    await world.browser?.close();
    await world.server?.close();
  }, { timeout: 120_000 });

  /** A window that nobody is signed in to. */
  world.window = async (municipality, options) => {
    const opened = await openWindow(world.browser, world.server.origin(municipality), {
      bridge: world.server.ready.card_bridge,
      ...options,
    });
    world.windows.push(opened);
    return { ...opened, operator: new Operator(opened.page) };
  };

  /** A window in which the account of `who` (see Server.account) is signed in. */
  world.officer = async (who, options) => {
    const opened = await world.window(who.municipality, options);
    await signIn(opened, world.server.account(who));
    return opened;
  };

  /** One test. When it has passed, every window of it must have done only what it may. */
  world.test = (name, options, work) => {
    if (work === undefined) [options, work] = [{}, options];
    test(name, { timeout: 600_000, ...options }, async (t) => {
      // Some sandboxes allow no namespaces, and a virtual reader needs one; elsewhere its absence is a fault.
      if (cards && !world.server.ready.card_desk && !namespacesAllowed()) return t.skip('no namespaces on this machine');
      try {
        await work(t);
      } catch (error) {
        await Promise.all(world.windows.map(({ page }) => keepPicture(page, name)));
        world.windows.splice(0).forEach(({ context }) => context.close());
        throw error;
      }
      const windows = world.windows.splice(0);
      await Promise.all(windows.map(({ context }) => context.close()));
      for (const { guard } of windows) guard.check();
    });
  };
  return world;
}

/** Whether this machine lets a process have namespaces of its own, as root or as a user who is root in one. */
function namespacesAllowed() {
  const kinds = ['--net', '--mount', '--pid', '--fork', 'true'];
  return [[], ['--map-root-user']].some((as) => spawnSync('unshare', [...as, ...kinds]).status === 0);
}

/** Signs in as anybody does. */
export async function signIn({ page, operator }, account) {
  await page.goto('/sign-in');
  await page.getByLabel('サインイン名').fill(account.sign_in_name);
  await page.getByLabel('パスワード').fill(account.password);
  await operator.press('Enter');
  await page.getByRole('button', { name: 'サインアウト' }).waitFor();
}
