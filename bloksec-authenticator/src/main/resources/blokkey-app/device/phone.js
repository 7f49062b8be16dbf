// An enrolled device: each route of the device API as a function. Used by the pages and by the service worker.

import { call } from './api.js';
import { encode, random, sha256 } from './bytes.js';
import { sign } from './possession-key.js';
import { decision, hash } from './signed-text.js';
import * as store from './store.js';

/** The device as kept, or undefined. */
export const device = () => store.get('device');

export const forget = () => store.remove('device');

async function ask(method, path, message) {
  const kept = await device();
  return call(kept.issuer, kept.pair, { kid: kept.device }, method, path, message);
}

/** A device signs for itself, its person and its realm only, whatever an answer says. */
function requireOwn(kept, request) {
  for (const member of ['issuer', 'realm', 'device', 'user']) {
    if (request[member] !== kept[member]) {
      throw new Error(`The request is of another ${member}`);
    }
  }
}

/** What waits, newest first, and the server's time. */
export const list = () => ask('GET', 'requests');
export const read = (id) => ask('GET', `requests/${id}`);
export const shown = (id) => ask('POST', `requests/${id}/shown`);
export const scan = (content) => ask('POST', 'qr', { content });
export const follow = (content) => ask('POST', 'link', { content });

/**
 * @param request as it was shown, with the member shown
 * @param number as typed, undefined where none is asked for
 * @param assert signs with the verification key, asking for finger or face
 * @returns where to return to, for a request that was opened by a link
 */
export async function approve(request, number, remember, assert) {
  const kept = await device();
  requireOwn(kept, request);
  const verifier = random(32);
  const verifierHash = request.channel === 'link' ? encode(await sha256(verifier)) : undefined;
  const signed = await hash(request.type, { ...decision(request.type, request), number, remember, verifierHash });
  const assertion = await assert(kept, signed);
  await ask('POST', `requests/${request.request}/approve`, {
    number,
    remember,
    verifierHash,
    possessionSignature: await sign(kept.pair, signed),
    assertion,
  });
  return request.returnAddress ? `${request.returnAddress}#v=${request.request}.${encode(verifier)}` : undefined;
}

/** @param how 'deny' or 'report' */
export async function refuse(how, request) {
  const kept = await device();
  requireOwn(kept, request);
  const signed = await hash(how, decision(how, request));
  return ask('POST', `requests/${request.request}/${how}`, { possessionSignature: await sign(kept.pair, signed) });
}

export const self = () => ask('GET', 'device');
export const rename = (name) => ask('PATCH', 'device', { name });
export const removeSelf = () => ask('DELETE', 'device');
export const setPush = (address) => ask('PUT', 'device/push', address);
export const settings = (pushesFromNewBrowsers) => ask('PUT', 'settings', { pushesFromNewBrowsers });
export const browsers = async () => (await ask('GET', 'browsers')).browsers;
export const forgetBrowser = (id) => ask('DELETE', `browsers/${id}`);
export const history = async () => (await ask('GET', 'history')).requests;
