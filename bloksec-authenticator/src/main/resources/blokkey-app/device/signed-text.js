// What both keys sign (docs/blokkey-protocol.md, Signed texts): a type and a flat object in the form of RFC 8785, restricted.
// What the protocol forbids is refused and never repaired: nothing is signed that cannot be shown as it is.

import { bytes, sha256 } from './bytes.js';

const PREFIX = 'bloksec/blokkey/v1/';
// Category Cc, lone surrogates, and what changes direction.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const FROM_REQUEST = [
  'version', 'issuer', 'realm', 'request', 'nonce', 'device', 'user', 'client', 'clientName', 'browser', 'system', 'address', 'place',
  'acr', 'channel', 'created', 'expires', 'shown', 'newDevice',
];

export const isPrintable = (text) => !FORBIDDEN.test(text) && text.normalize('NFC') === text;

function value(member, given) {
  const allowed = (typeof given === 'string' && isPrintable(given))
    || (Number.isSafeInteger(given) && given >= 0)
    || typeof given === 'boolean';
  if (!allowed) {
    throw new Error(`${member} must not be signed`);
  }
  // Of what is allowed here, JSON's escapes are those of RFC 8785 section 3.2.2.
  return JSON.stringify(given);
}

/** Members that are undefined are absent. Sorted by UTF-16 code units (RFC 8785 section 3.2.3), as Array.sort does. */
export function canonical(members) {
  const present = Object.keys(members).filter((member) => members[member] !== undefined).sort();
  return `{${present.map((member) => `${value(member, member)}:${value(member, members[member])}`).join(',')}}`;
}

/** SHA-256(prefix ‖ type ‖ 0x00 ‖ JCS(text)), 32 bytes. */
export const hash = (type, members) => sha256(bytes(`${PREFIX}${type}\0${canonical(members)}`));

/** The decision on a request as it was shown, without the members that only an approval has. */
export function decision(type, request) {
  const members = { decision: type };
  for (const member of FROM_REQUEST) {
    members[member] = request[member];
  }
  return members;
}
