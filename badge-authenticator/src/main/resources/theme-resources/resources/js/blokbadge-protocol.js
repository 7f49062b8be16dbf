// The page's side of blokbadge/v1: what is derived from a scanned badge and a PIN, and what is signed with it
// (docs/protocol/blokbadge-v1.md). Knows bytes only; nothing in here touches the page, stores or sends anything.

const NAME = 'blokbadge/v1';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const [VERSION, TAG, ID, HALF, CHECK] = [1, 3, 12, 20, 4];
const LEAST_ITERATIONS = 600_000;
const MOST_ITERATIONS = 3_000_000;

/** What stands before the seed in a private key's PKCS #8 form (RFC 8410, section 7). */
const PKCS8 = bytesOfHex('302e020100300506032b657004220420');

const utf8 = (text) => new TextEncoder().encode(text);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** A scanned text that is no badge of this realm. Says why, and never what was scanned. */
export class BadgeRefused extends Error {
  /** @param reason NOT_A_BADGE, MISREAD or OTHER_ORGANISATION */
  constructor(reason) {
    super(`No badge of this realm: ${reason}`);
    this.reason = reason;
  }
}

/**
 * The code on the badge, judged without asking the server.
 * @returns {Promise<{realmId: string, bid: string, half: Uint8Array}>}
 */
export async function parseBadge(text, realmId) {
  if (!text.startsWith('BB1')) {
    throw new BadgeRefused('NOT_A_BADGE');
  }
  const bytes = fromBase32(text.slice(3));
  const checked = bytes.subarray(0, VERSION + TAG + ID + HALF);
  if (bytes.length !== checked.length + CHECK
    || !equal(bytes.subarray(checked.length), (await sha256(concat(utf8(`${NAME}|check|`), checked))).subarray(0, CHECK))) {
    throw new BadgeRefused('MISREAD');
  }
  if (checked[0] !== VERSION) {
    throw new BadgeRefused('NOT_A_BADGE');
  }
  const tag = (await sha256(utf8(`${NAME}|realm|${realmId}`))).subarray(0, TAG);
  if (!equal(checked.subarray(VERSION, VERSION + TAG), tag)) {
    throw new BadgeRefused('OTHER_ORGANISATION');
  }
  const badge = {
    realmId,
    bid: hexOf(checked.subarray(VERSION + TAG, VERSION + TAG + ID)),
    half: checked.slice(VERSION + TAG + ID),
  };
  bytes.fill(0);
  return badge;
}

/** Overwrites the badge half. */
export function forget(badge) {
  badge.half.fill(0);
}

/** A PIN as typed on any keyboard, in ASCII digits; null when it is not 4 to 20 digits. */
export function digitsOf(typed) {
  const digits = [...typed.normalize('NFKC')].map(asciiDigit).join('');
  return /^[0-9]{4,20}$/.test(digits) ? digits : null;
}

/** B: what proves that the badge is here. */
export async function badgeKey(badge) {
  return signer(await hkdf(await salt(), badge.half, context(badge, 'badge-key')));
}

/**
 * t: what the server is told of a PIN.
 * @param iterations as the server says, within limits: it must not be able to ask for a weak one
 */
export async function pinToken(badge, epoch, digits, iterations) {
  if (!(iterations >= LEAST_ITERATIONS && iterations <= MOST_ITERATIONS)) {
    throw new RangeError('The number of iterations is out of bounds');
  }
  const pinKey = await hkdf(await salt(), badge.half, context(badge, 'pin-key', epoch));
  const password = await crypto.subtle.importKey('raw', utf8(digits), 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: pinKey, iterations };
  const stretched = new Uint8Array(await crypto.subtle.deriveBits(parameters, password, 256));
  const token = await hkdf(await salt(), stretched, context(badge, 'pin-token', epoch));
  pinKey.fill(0);
  stretched.fill(0);
  return token;
}

/** A: what proves that badge, PIN and server came together. @param answer y */
export async function userKey(badge, epoch, answer) {
  const part = await hkdf(await salt(), badge.half, context(badge, 'user-key', epoch));
  const seed = await hkdf(answer, part, context(badge, 'user-sign-key', epoch));
  part.fill(0);
  return signer(seed);
}

/** The twelve lines that are signed. @param extra as `extra` gives it; absent for present and auth */
export function transcript({ purpose, realmId, origin, clientId, bid, epoch, nonce, session, kioskId, time, extra }) {
  return utf8([
    NAME, purpose, realmId, origin, base64url(utf8(clientId)), bid, epoch, nonce, session, kioskId ?? '-', time, extra ?? '-',
  ].join('\n'));
}

/** The last line of a transcript that says more. @param fields the purpose first */
export async function extra(fields) {
  return base64url(await sha256(utf8(fields.join('\n'))));
}

/** What a registered kiosk signs beside the others. */
export async function kioskText(transcriptBytes, ...signatures) {
  const over = base64url(await sha256(concat(...signatures)));
  return utf8(`${NAME}|kiosk\n${base64url(await sha256(transcriptBytes))}\n${over}`);
}

/** What a browser signs to become a registered workstation. @param point its public key, uncompressed */
export async function pairing(realmId, origin, code, point) {
  return utf8([`${NAME}|pair`, realmId, origin, base64url(await sha256(utf8(code))), base64url(point)].join('\n'));
}

export function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function bytesOf(base64urlText) {
  return Uint8Array.from(atob(base64urlText.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

/** ctxB and, with an epoch, ctxE. */
function context({ realmId, bid }, label, epoch) {
  if (epoch !== undefined && !(epoch >= 1)) {
    throw new RangeError('Epochs start at 1');
  }
  return utf8([NAME, label, realmId, bid, ...(epoch === undefined ? [] : [epoch])].join('|'));
}

const salt = () => sha256(utf8(NAME));

async function hkdf(saltBytes, input, info) {
  const key = await crypto.subtle.importKey('raw', input, 'HKDF', false, ['deriveBits']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: saltBytes, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}

/** A key of a seed, which is overwritten. */
async function signer(seed) {
  const made = await (await ed25519())(seed);
  seed.fill(0);
  return made;
}

let implementation;

/** The browser's own Ed25519, or the library's where it has none that works. */
function ed25519() {
  implementation ??= works(native).then((good) => (good ? native : library));
  return implementation;
}

/** By a signature that is known, from docs/protocol/blokbadge-v1-vectors.json. */
async function works(make) {
  try {
    const key = await make(bytesOfHex('3f551fe08902d751a8af68f76bfa8b40130fc5f7b2c623d2b231f97ae4ee18fa'));
    return hexOf(key.publicKey) === 'a4b62e28ca9c3bd016fade0d4e076cb9e2d3b904f00651a7884d691657bb6ab4'
      && (await key.sign(utf8(`${NAME}|auth|test`))).length === 64;
  } catch {
    return false;
  }
}

async function native(seed) {
  const encoded = concat(PKCS8, seed);
  const exported = await crypto.subtle.importKey('pkcs8', encoded, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', exported);
  const key = await crypto.subtle.importKey('pkcs8', encoded, 'Ed25519', false, ['sign']);
  encoded.fill(0);
  return {
    publicKey: bytesOf(x),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)),
  };
}

async function library(seed) {
  const { getPublicKeyAsync, signAsync } = await import('./vendor/noble-ed25519-3.2.0/index.js');
  const own = seed.slice();
  return { publicKey: await getPublicKeyAsync(own), sign: (bytes) => signAsync(bytes, own) };
}

/** RFC 4648, section 6, for whole groups; empty when it is not that. */
function fromBase32(text) {
  if (text.length % 8 !== 0) {
    return new Uint8Array();
  }
  const bytes = [];
  let [bits, value] = [0, 0];
  for (const letter of text) {
    const five = LETTERS.indexOf(letter);
    if (five < 0) {
      return new Uint8Array();
    }
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

/** Digits of every script stand in runs of ten, of which some follow each other without a gap. */
function asciiDigit(character) {
  if (!/\p{Nd}/u.test(character)) {
    return character;
  }
  let zero = character.codePointAt(0);
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
    zero -= 1;
  }
  return String((character.codePointAt(0) - zero) % 10);
}

function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const equal = (one, other) => one.length === other.length && one.every((byte, index) => byte === other[index]);

function hexOf(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOfHex(hex) {
  return Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
}
