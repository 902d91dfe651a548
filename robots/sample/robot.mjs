// A sample robot: takes tasks, types them into the sample core system's screen in a real browser, and says how it ended.
//
//   MADOGUCHI_CLIENT_ID=… MADOGUCHI_CLIENT_SECRET=… node robots/sample/robot.mjs \
//       --url http://localhost:8080 --screen http://127.0.0.1:8910 [--once]
//
// What it types is somebody's: it writes ids and states to its log, and nothing else.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Api, Problem } from './api.mjs';

const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('playwright-core');
const EXECUTABLE = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const DEFINITION = 'sample_national_health';

/** Takes one task and does it; says how it ended, or nothing where nothing waits. */
export async function doOne(api, browser, screen, { log = console.log } = {}) {
  const [task] = await api.lease(1, DEFINITION);
  if (!task) return undefined;
  log(`${task.id}: attempt ${task.attempt}`);
  const stop = keepAlive(api, task, log);
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  let ended;
  try {
    ended = await type(page, screen, task);
  } catch (error) {
    // The name of the error and no more: its message may hold what was typed.
    ended = { result: 'failed', reason: `画面を操作できませんでした（${error.name}）` };
  }
  try {
    ended.screenshot = await page.screenshot({ type: 'png' });
  } catch {
    // The picture helps and is not needed.
  }
  await page.close().catch(() => {});
  stop();
  try {
    await api.result(task, ended);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'lease_lost')) throw error;
    ended.result = 'lost';
  }
  log(`${task.id}: ${ended.result}`);
  return ended.result;
}

/** Types one task, and reads what the screen answers. */
async function type(page, screen, task) {
  await page.goto(screen);
  if (task.maybe_typed) {
    // An earlier robot fell silent: the system knows whether it got this far.
    await page.locator('form[action="/search"] [name=handover]').fill(task.id);
    await page.getByRole('button', { name: '探す' }).click();
    const number = await numberOn(page);
    if (number) return { result: 'done', number };
  }
  const form = page.locator('form[action="/entries"]');
  await form.locator('[name=handover]').fill(task.id);
  await form.locator('[name=corrects]').fill(task.corrects_number);
  for (const { name, value } of task.fields) await form.locator(`[name=${name}]`).fill(value);
  await form.getByRole('button', { name: '登録する' }).click();
  const refused = page.getByRole('alert');
  if (await refused.isVisible()) {
    const reason = (await refused.innerText()).trim();
    return { result: reason.startsWith('受付できません') ? 'refused' : 'failed', reason };
  }
  const number = await numberOn(page);
  return number ? { result: 'done', number } : { result: 'failed', reason: '受付番号が画面に出ませんでした' };
}

async function numberOn(page) {
  const number = page.locator('#number');
  return (await number.count()) ? (await number.innerText()).trim() : undefined;
}

/** Says that the robot is at work three times within each lease, until stopped. */
function keepAlive(api, task, log) {
  const every = Math.max(1_000, (new Date(task.lease_until) - Date.now()) / 3);
  const timer = setInterval(() => {
    api.heartbeat(task).catch((error) => log(`${task.id}: no heartbeat (${error.code ?? error.name})`));
  }, every);
  return () => clearInterval(timer);
}

export function launch() {
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ['--no-sandbox', '--lang=ja-JP'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      screen: { type: 'string', default: 'http://127.0.0.1:8910' },
      once: { type: 'boolean', default: false },
      'every-seconds': { type: 'string', default: '10' },
    },
  });
  const { MADOGUCHI_CLIENT_ID: clientId, MADOGUCHI_CLIENT_SECRET: clientSecret } = process.env;
  if (!values.url || !clientId || !clientSecret) {
    console.error('--url, MADOGUCHI_CLIENT_ID and MADOGUCHI_CLIENT_SECRET are needed');
    process.exit(2);
  }
  const api = new Api({ url: values.url, clientId, clientSecret });
  const browser = await launch();
  let going = true;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (going = false));
  while (going) {
    const ended = await doOne(api, browser, values.screen).catch((error) => {
      console.error(error instanceof Problem ? error.message : error.name);
      return undefined;
    });
    if (ended === undefined) {
      if (values.once) break;
      await wait(Number(values['every-seconds']) * 1000);
    }
  }
  await browser.close();
}
