// A phone on its way in: keys, then six digits that the person types in the browser. Until then it can do nothing.

import { call, config, plain, Problem } from './api.js';
import * as possession from './possession-key.js';
import { hash } from './signed-text.js';
import * as store from './store.js';
import * as verification from './verification-key.js';

/** @param given { ticket } or { pairingCode } */
export async function start(given) {
  const { issuer, realm, rpId, origin } = await config();
  const offer = await plain(issuer, 'POST', 'enrol/start', given);
  if (offer.issuer !== issuer || offer.realm !== realm || offer.rpId !== rpId || offer.origin !== origin) {
    throw new Error('The offer is of another realm');
  }
  return { given, offer };
}

/**
 * Makes both keys and brings them. Keeps the device, not yet confirmed.
 *
 * @param about name, model and platform, in NFC, at most 64 characters each
 * @returns the six digits, and until when they count
 */
export async function finish({ given, offer }, about) {
  const pair = await possession.generate();
  const members = {
    version: 1,
    issuer: offer.issuer,
    realm: offer.realm,
    enrolment: offer.enrolment,
    nonce: offer.nonce,
    user: offer.user,
    device: offer.device,
    ...about,
    possessionKey: await possession.thumbprint(pair),
    rpId: offer.rpId,
    origin: offer.origin,
    expires: offer.expires,
  };
  const signed = await hash('enrol', members);
  const key = await verification.create(offer, about.name, signed);
  const jwk = await possession.publicJwk(pair);
  const answer = await call(offer.issuer, pair, { jwk }, 'POST', 'enrol/finish', {
    ticket: given.ticket ?? given.pairingCode,
    ...about,
    possessionKey: jwk,
    possessionSignature: await possession.sign(pair, signed),
    attestation: key.attestation,
  });
  await store.put('device', {
    issuer: offer.issuer,
    realm: offer.realm,
    origin: offer.origin,
    rpId: offer.rpId,
    device: offer.device,
    user: offer.user,
    userName: offer.userName,
    organisation: offer.rpName,
    credential: key.id,
    pair,
    confirmed: false,
    code: answer.code,
    expires: answer.expires,
  });
  return answer;
}

/** Whether the digits have been typed. @returns false while not; throws what else the server says */
export async function isConfirmed(device) {
  try {
    await call(device.issuer, device.pair, { kid: device.device }, 'GET', 'device');
  } catch (problem) {
    if (problem instanceof Problem && problem.code === 'device-unknown') {
      return false;
    }
    throw problem;
  }
  const { code, expires, ...kept } = device;
  await store.put('device', { ...kept, confirmed: true });
  return true;
}
