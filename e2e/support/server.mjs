// The real program, started as anybody would start it, with a state directory of its own outside the clone.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { processesNaming, runs, until } from './processes.mjs';

const PROGRAM = process.env.MADOGUCHI ?? resolve(import.meta.dirname, '../../target/debug/madoguchi');

/** One demonstration server. It keeps its state directory over restarts; `close` removes it. */
export class Server {
  /** @type {string} */ state;
  /** What the program wrote about itself when it was ready: see docs/operations.md. */
  ready;
  #child;
  #output = '';

  static async start({ cards = false, flags = [] } = {}) {
    const server = new Server();
    server.cards = cards;
    server.flags = flags;
    server.state = mkdtempSync(join(tmpdir(), 'mado-e2e-'));
    chmodSync(server.state, 0o755); // PostgreSQL's own user has to pass through.
    await server.run();
    return server;
  }

  /** Starts the program on the state directory, for the first time or again, and waits until it is ready. */
  async run() {
    const readyFile = join(this.state, 'ready.json');
    rmSync(readyFile, { force: true });
    const flags = ['demo', '--port', String(this.port ?? 0), '--state-dir', this.data, '--ready-file', readyFile];
    if (!this.cards) flags.push('--without-cards');
    flags.push(...this.flags);
    this.#output = '';
    this.#child = spawn(PROGRAM, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.#output += text));
    }
    await until(() => {
      if (this.#child.exitCode !== null) throw new Error(`${PROGRAM} ended:\n${this.#output}`);
      return existsSync(readyFile);
    }, 'the program says it is ready', 300_000);
    this.ready = JSON.parse(readFileSync(readyFile, 'utf8'));
    this.port = Number(new URL(this.ready.url).port);
  }

  /** The state directory the program is given. */
  get data() {
    return join(this.state, 'demo');
  }

  /** Runs the program's other commands to their end: `{ status, stdout, stderr }`. */
  runProgram(parameters) {
    return spawnSync(PROGRAM, parameters, { encoding: 'utf8', timeout: 60_000 });
  }

  get pid() {
    return this.#child.pid;
  }

  /** The process id of the server's own PostgreSQL. */
  get postgresPid() {
    const pidFile = join(this.data, 'postgres', 'data', 'postmaster.pid');
    return Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  }

  get output() {
    return this.#output;
  }

  /** The address of a municipality's sign-in, by its name. */
  origin(municipality = this.ready.municipalities[0].name) {
    return `http://${this.municipality(municipality).host}:${this.port}`;
  }

  municipality(name = this.ready.municipalities[0].name) {
    const found = this.ready.municipalities.find((one) => one.name === name);
    if (!found) throw new Error(`no municipality ${name}`);
    return found;
  }

  /** An account, by role and, for a back office, by section name. */
  account({ role, section, municipality, nth = 0 }) {
    const matching = this.municipality(municipality).accounts.filter(
      (one) => one.role === role && (section === undefined || one.section === section),
    );
    if (!matching[nth]) throw new Error(`no account ${role} ${section ?? ''} #${nth}`);
    return matching[nth];
  }

  /** What is printed on a virtual card, as 照合番号B takes it. */
  printedOn(person) {
    const { people } = JSON.parse(readFileSync(join(this.data, 'cards.json'), 'utf8'));
    const card = people.find(({ id }) => id === person);
    const [year, month, day] = card.birth_date.split('-');
    const era = Number(year) < 1989 ? 1925 : Number(year) < 2020 ? 1988 : 2018;
    const birth = String(Number(year) - era).padStart(2, '0') + month + day;
    return { birth, expiry: card.expires_on.slice(0, 4), code: card.security_code };
  }

  /** Tells the virtual card reader something: `desk('POST', '/readers/0/card', { person: 'mover' })`. */
  async desk(method, path, body) {
    const answer = await fetch(this.ready.card_desk + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** SIGKILL, as if the power of this one process were cut. */
  async killServer() {
    const [child, database] = [this.#child, this.postgresPid];
    child.kill('SIGKILL');
    await until(() => child.exitCode !== null || child.signalCode !== null, 'the server is gone');
    return database;
  }

  /** SIGKILL to PostgreSQL's main process. */
  killDatabase() {
    process.kill(this.postgresPid, 'SIGKILL');
  }

  /** Ends the program in the orderly way and proves that nothing of it is left. */
  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      const [code, signal] = await ended;
      if (code !== 0) throw new Error(`the program ended with ${code ?? signal}:\n${this.#output}`);
    }
    await this.nothingLeft();
  }

  /** Waits until no process of this state directory runs. */
  async nothingLeft() {
    await until(() => !runs(this.#child.pid) && processesNaming(this.state).length === 0, `nothing of ${this.state} runs`, 30_000)
      .catch((error) => {
        throw new Error(`${error.message}: ${JSON.stringify(processesNaming(this.state))}`);
      });
  }

  /** Stops and removes everything, also after a failure. */
  async close() {
    try {
      await this.stop();
    } finally {
      for (const { pid } of processesNaming(this.state)) process.kill(pid, 'SIGKILL');
      rmSync(this.state, { recursive: true, force: true });
    }
  }

  /** GETs a path as a signed-in browser context would: `{ status, headers, body }`. */
  get(context, origin, path) {
    return this.#ask(context, origin, path);
  }

  /** Sends a form with nothing but the session's token to a path, as a page's button would. */
  async post(context, origin, path) {
    const account = await this.get(context, origin, '/account');
    const [, csrf] = /name="csrf" value="([^"]+)"/.exec(account.body.toString('utf8'));
    return this.#ask(context, origin, path, new URLSearchParams({ csrf }).toString());
  }

  /** Prints: sends the form to a path and opens the file it leads to; where it is refused, what was answered. */
  async print(context, origin, path) {
    const sent = await this.post(context, origin, path);
    return sent.status === 303 ? this.get(context, origin, sent.headers.location) : sent;
  }

  async #ask(context, origin, path, form) {
    const cookies = await context.cookies(origin);
    const headers = {
      host: new URL(origin).host,
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    };
    // By address: not every resolver knows names below localhost.
    const method = form === undefined ? 'GET' : 'POST';
    if (form !== undefined) Object.assign(headers, { origin, 'content-type': 'application/x-www-form-urlencoded' });
    const call = request({ host: '127.0.0.1', port: this.port, method, path, headers });
    call.end(form);
    const [answer] = await once(call, 'response');
    const parts = [];
    for await (const part of answer) parts.push(part);
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) };
  }
}
