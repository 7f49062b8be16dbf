// The verification key: a WebAuthn credential of this device alone, which asks for finger or face each time (WebAuthn Level 3).

import { decode, encode } from './bytes.js';

const ES256 = -7;
const TIMEOUT = 120_000;

/** @param offer of the enrolment; @param hash of the text that is signed */
export async function create(offer, name, hash) {
  // A phone asks for finger or face itself; where there is no such thing, as on some computers, a security key may stand in.
  const authenticatorAttachment = (await hasOwn()) ? 'platform' : undefined;
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: hash,
      rp: { id: offer.rpId, name: offer.rpName },
      user: { id: decode(offer.userHandle), name: `BlokKey · ${name}`, displayName: offer.displayName || offer.userName },
      pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
      authenticatorSelection: { authenticatorAttachment, residentKey: 'discouraged', userVerification: 'required' },
      excludeCredentials: [],
      attestation: offer.attestation,
      timeout: TIMEOUT,
    },
  });
  return {
    id: encode(credential.rawId),
    attestation: {
      clientDataJSON: encode(credential.response.clientDataJSON),
      attestationObject: encode(credential.response.attestationObject),
    },
  };
}

/** @param key id and rpId as kept */
export async function assert(key, hash) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: hash,
      rpId: key.rpId,
      allowCredentials: [{ type: 'public-key', id: decode(key.credential) }],
      userVerification: 'required',
      timeout: TIMEOUT,
    },
  });
  return {
    clientDataJSON: encode(credential.response.clientDataJSON),
    authenticatorData: encode(credential.response.authenticatorData),
    signature: encode(credential.response.signature),
  };
}

export const isSupported = () => 'PublicKeyCredential' in globalThis && 'subtle' in (globalThis.crypto ?? {});

const hasOwn = () => PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
