// Calls of the device API (docs/api/blokkey-device-api.yaml), each with its proof of possession.

import { bytes, encode, random, sha256 } from './bytes.js';
import { sign } from './possession-key.js';

const PROOF = 'BlokKey-Proof';
const NONCE = 'BlokKey-Nonce';
const PATIENCE = 20_000;

/** The server has refused; code is one of the protocol's. */
export class Problem extends Error {
  constructor(code, status, body = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.state = body.state;
  }
}

/** There was no answer: no connection, or the server is away. */
export class Unreachable extends Error {}

async function proof(pair, naming, method, address, body, nonce) {
  const header = { typ: 'blokkey-proof+jwt', alg: 'ES256', ...naming };
  const claims = {
    htm: method,
    htu: address,
    iat: Math.floor(Date.now() / 1000),
    jti: encode(random(16)),
    bsh: encode(await sha256(body)),
    ...(nonce ? { nonce } : {}),
  };
  const input = `${encode(bytes(JSON.stringify(header)))}.${encode(bytes(JSON.stringify(claims)))}`;
  return `${input}.${await sign(pair, bytes(input))}`;
}

async function send(method, address, body, headers) {
  let answer;
  try {
    answer = await fetch(address, {
      method,
      body: body.length === 0 ? undefined : body,
      headers: { ...headers, ...(body.length === 0 ? {} : { 'Content-Type': 'application/json' }) },
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Unreachable();
  }
  return answer;
}

async function judged(answer) {
  const text = await answer.text().catch(() => '');
  let json = {};
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Unreachable();
  }
  if (answer.ok) {
    return json;
  }
  if (!json.code) {
    // Not one of ours: something between us and the server speaks.
    throw new Unreachable();
  }
  throw new Problem(json.code, answer.status, json);
}

/** Where this realm is, as the server says; for anybody. */
export async function config() {
  return judged(await send('GET', new URL('../../config', import.meta.url).href, new Uint8Array(), {}));
}

/** A call without a proof. */
export async function plain(issuer, method, path, message) {
  return judged(await send(method, `${issuer}/blokkey/${path}`, bytes(JSON.stringify(message)), {}));
}

/**
 * @param naming { kid } of an enrolled device, or { jwk } of a new key
 * @param message undefined for none
 */
export async function call(issuer, pair, naming, method, path, message) {
  const address = `${issuer}/blokkey/${path}`;
  const body = message === undefined ? new Uint8Array() : bytes(JSON.stringify(message));
  let answer = await send(method, address, body, { [PROOF]: await proof(pair, naming, method, address, body) });
  const nonce = answer.headers.get(NONCE);
  if (answer.status === 401 && nonce) {
    // This phone's clock is wrong: the server's nonce stands for the time.
    answer = await send(method, address, body, { [PROOF]: await proof(pair, naming, method, address, body, nonce) });
  }
  return judged(answer);
}
