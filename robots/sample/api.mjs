// The robots' part of the API, as docs/robots.md tells it.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** How often a request is sent again when the server does not answer or says that it cannot. */
const TRIES = 5;

/** An answer that is no success: `status`, and the problem's stable `code`. */
export class Problem extends Error {
  constructor(status, problem) {
    super(`${status} ${problem?.code ?? ''}: ${problem?.detail ?? ''}`);
    this.status = status;
    this.code = problem?.code;
  }
}

/** A program with client credentials. */
export class Api {
  #token;
  #until = 0;

  constructor({ url, clientId, clientSecret }) {
    Object.assign(this, { url, clientId, clientSecret });
  }

  /** Tasks that the robot holds from now on. The same key after a lost answer gives the same tasks. */
  lease(count, definition, key = randomUUID()) {
    return this.#post('/api/v1/robot-tasks/lease', { count, definition }, key).then(({ tasks }) => tasks);
  }

  heartbeat({ id, lease }) {
    return this.#post(`/api/v1/robot-tasks/${id}/heartbeat`, { lease });
  }

  release({ id, lease }) {
    return this.#post(`/api/v1/robot-tasks/${id}/release`, { lease }, `release-${lease}`);
  }

  /** `result`: { result, number?, reason?, screenshot? (bytes of a PNG) }. The lease is the key: one answer for each. */
  result({ id, lease }, { screenshot, ...result }) {
    const picture = screenshot && { media_type: 'image/png', data: screenshot.toString('base64') };
    return this.#post(`/api/v1/robot-tasks/${id}/result`, { lease, ...result, screenshot: picture }, `result-${lease}`);
  }

  async #post(path, body, key) {
    for (let attempt = 1; ; attempt += 1) {
      let answer;
      try {
        answer = await fetch(this.url + path, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await this.#bearer()}`,
            'content-type': 'application/json',
            ...(key && { 'idempotency-key': key }),
          },
          body: JSON.stringify(body),
        });
      } catch (error) {
        if (error instanceof Problem || attempt >= TRIES) throw error;
        await wait(2 ** attempt * 250);
        continue;
      }
      if (answer.ok) return answer.json();
      // The token may have ended early; a server that is busy says when to come again.
      if (answer.status === 401 && attempt === 1) this.#until = 0;
      else if (![429, 500, 502, 503].includes(answer.status) || attempt >= TRIES) {
        throw new Problem(answer.status, await answer.json().catch(() => undefined));
      }
      await wait(Number(answer.headers.get('retry-after') ?? 2 ** attempt / 4) * 1000);
    }
  }

  /** OAuth 2 client credentials; a token is used until a minute before it ends. */
  async #bearer() {
    if (Date.now() < this.#until) return this.#token;
    const basic = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64');
    const answer = await fetch(`${this.url}/api/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'robots' }),
    });
    if (!answer.ok) throw new Problem(answer.status, { code: 'token', detail: 'no token was given' });
    const { access_token: token, expires_in: seconds } = await answer.json();
    this.#token = token;
    this.#until = Date.now() + (seconds - 60) * 1000;
    return token;
  }
}
