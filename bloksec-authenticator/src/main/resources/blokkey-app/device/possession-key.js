// The possession key: made on this device, and no script can take it away. It says that this is the phone, not who holds it.

import { bytes, encode, sha256 } from './bytes.js';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

/** A pair whose private half cannot be exported. */
export const generate = () => crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);

export async function publicJwk(pair) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { kty, crv, x, y };
}

/** RFC 7638. */
export async function thumbprint(pair) {
  const { kty, crv, x, y } = await publicJwk(pair);
  return encode(await sha256(bytes(JSON.stringify({ crv, kty, x, y }))));
}

/** r ‖ s, base64url. */
export const sign = async (pair, data) => encode(await crypto.subtle.sign(SIGNATURE, pair.privateKey, data));
