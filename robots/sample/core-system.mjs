// A sample core system: one screen to type into, on 127.0.0.1. It is no real one and keeps nothing when it ends.
//
//   node robots/sample/core-system.mjs [--port 8910] [--fail-first N] [--fail-always] [--refuse NAME]
//
// It takes each 引継ぎID once and says with which number it has it: that is what makes a robot's work once in effect.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = new URL('.', import.meta.url);
const LARGEST = 64 * 1024;

/** One sample core system. `failFirst`: so many entries fail; `failAlways`: all do; `refuse`: a name that it will not take. */
export class CoreSystem {
  failFirst = 0;
  failAlways = false;
  refuse = '';
  /** What was registered, by 引継ぎID: `{ number, fields }`. */
  entries = new Map();
  #server;

  /** Starts on a port (0: any) and gives the address. */
  async start(port = 0) {
    this.#server = createServer((request, answer) => this.#serve(request, answer).catch(() => {
      answer.writeHead(500).end();
    }));
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    this.address = `http://127.0.0.1:${this.#server.address().port}`;
    return this.address;
  }

  /** Ends. */
  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request, answer) {
    const { pathname, searchParams } = new URL(request.url, 'http://sample');
    if (pathname === '/core-system.css') {
      answer.writeHead(200, { 'content-type': 'text/css' }).end(readFileSync(new URL('core-system.css', HERE)));
    } else if (request.method === 'GET' && pathname === '/') {
      page(answer, 200, '');
    } else if (request.method === 'GET' && pathname === '/search') {
      const found = this.entries.get(searchParams.get('handover'));
      page(answer, 200, found ? said('status', '登録済みです。', found.number) : said('status', '登録されていません。'));
    } else if (request.method === 'POST' && pathname === '/entries') {
      this.#register(new URLSearchParams(await body(request)), answer);
    } else {
      answer.writeHead(404).end();
    }
  }

  #register(typed, answer) {
    if (this.failAlways || this.failFirst > 0) {
      this.failFirst -= 1;
      page(answer, 503, said('alert', 'システムエラー E-901：データベースに接続できません。'));
      return;
    }
    const fields = Object.fromEntries(typed);
    if (this.refuse && fields.name?.includes(this.refuse)) {
      page(answer, 200, said('alert', '受付できません R-014：資格の情報がありません。'));
      return;
    }
    const known = this.entries.get(fields.handover);
    if (known) {
      page(answer, 200, said('status', '登録済みです。', known.number));
      return;
    }
    const number = `K-${String(this.entries.size + 1).padStart(6, '0')}`;
    this.entries.set(fields.handover, { number, fields });
    page(answer, 200, said('status', '仮登録しました。', number));
  }
}

function said(role, text, number) {
  const shown = number ? `受付番号 <strong id="number">${number}</strong>` : '';
  return `<p role="${role}">${text}${shown}</p>`;
}

function page(answer, status, message) {
  const html = readFileSync(new URL('core-system.html', HERE), 'utf8').replace('<!-- MESSAGE -->', message);
  answer.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

async function body(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LARGEST) throw new Error('too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8910' },
      'fail-first': { type: 'string', default: '0' },
      'fail-always': { type: 'boolean', default: false },
      refuse: { type: 'string', default: '' },
    },
  });
  const system = new CoreSystem();
  system.failFirst = Number(values['fail-first']);
  system.failAlways = values['fail-always'];
  system.refuse = values.refuse;
  console.log(await system.start(Number(values.port)));
}
