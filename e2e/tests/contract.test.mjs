// The API keeps what its description says, whatever is sent: schemathesis makes the requests from the description, as
// each kind of program, and looks for faults of ours, answers that are not described, and shapes that have drifted.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test, { after, before } from 'node:test';
import { Server } from '../support/server.mjs';

const CONTRACT = resolve(import.meta.dirname, '../contract');
const VENV = resolve(import.meta.dirname, '../node_modules/.contract');
let server;

/** Installs what requirements.txt names, once for each edition of the file. */
function installed() {
  const wanted = readFileSync(join(CONTRACT, 'requirements.txt'), 'utf8');
  const mark = join(VENV, 'installed.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  for (const [program, ...parameters] of [
    ['python3', '-m', 'venv', '--clear', VENV],
    [join(VENV, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', join(CONTRACT, 'requirements.txt')],
  ]) {
    const { status, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  writeFileSync(mark, wanted);
}

before(async () => {
  installed();
  server = await Server.start();
}, { timeout: 600_000 });
after(async () => server?.close(), { timeout: 120_000 });

/** A token of a program of the demonstration. The municipality answers to localhost too, which every resolver knows. */
async function token(client) {
  const answer = await fetch(`http://localhost:${server.port}/api/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()).access_token;
}

for (const role of ['front_desk', 'back_office']) {
  test(`no answer to a program of ${role} is a fault, undescribed or of another shape`, { timeout: 600_000 }, async () => {
    const client = server.ready.municipalities[0].api_clients.find((one) => one.role === role);
    const base = `http://localhost:${server.port}`;
    const run = spawn(join(VENV, 'bin/schemathesis'), [
      '--config-file', join(CONTRACT, 'schemathesis.toml'),
      'run', `${base}/api/v1/openapi.json`,
      '--header', `Authorization: Bearer ${await token(client)}`,
      '--checks', 'all', '--max-examples', '12', '--seed', '1', '--workers', '1', '--no-color',
    ], { cwd: VENV, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [run.stdout, run.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    const [status] = await once(run, 'close');
    assert.equal(status, 0, said);
    assert.match(said, /Tested: \d{2}/, said);
  });
}
