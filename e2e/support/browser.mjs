// A real Chromium, cut off from everything but our server.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 800 };

/** `more`: further switches of the browser. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=ja-JP',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
      ...more,
    ],
  });
}

/** A browser window of one officer. `script: false` turns scripts off; `bridge`: the terminal's card bridge. */
export async function openWindow(browser, origin, { script = true, bridge } = {}) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: WIDE,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
    javaScriptEnabled: script,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const guard = new Guard(page, origin, bridge);
  return { context, page, guard, origin };
}

/** Notes everything a page must never do: ask anybody but our server and the terminal's card bridge, or complain in its console. */
export class Guard {
  #faults = [];
  #expected = new Set();
  #offline = false;

  constructor(page, origin, bridge) {
    const own = [origin, bridge].filter(Boolean).map((address) => new URL(address).host);
    page.on('request', (request) => {
      const address = new URL(request.url());
      if (!['data:', 'blob:', 'about:'].includes(address.protocol) && !own.includes(address.host)) {
        this.#faults.push(`request to ${request.url()}`);
      }
    });
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      const status = /status of (\d+)/.exec(message.text())?.[1];
      if (status && this.#expected.has(Number(status))) return;
      if (this.#offline && /net::ERR_|Permission was denied for this request/.test(message.text())) return;
      this.#faults.push(`console ${message.type()}: ${message.text()} (${page.url()})`);
    });
    page.on('pageerror', (error) => this.#faults.push(`script error: ${error.message} (${page.url()})`));
    page.on('crash', () => this.#faults.push('the page crashed'));
  }

  /** The browser reports an answer with this status in its console; here it is meant. */
  expectStatus(...statuses) {
    for (const status of statuses) this.#expected.add(status);
  }

  /** The network is cut, or a permission denied, on purpose: the browser says so in its console. */
  expectOffline() {
    this.#offline = true;
  }

  check() {
    if (this.#faults.length > 0) throw new Error(`the page did what it must not:\n${this.#faults.join('\n')}`);
  }
}
