// Bytes as messages carry them: base64url without padding (RFC 4648 section 5).

const utf8 = new TextEncoder();

export const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

export const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

export const bytes = (text) => utf8.encode(text);

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest('SHA-256', data));
