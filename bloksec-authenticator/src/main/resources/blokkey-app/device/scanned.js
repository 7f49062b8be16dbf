// What codes and links hold (docs/blokkey-protocol.md, Codes on screens). Only the form is judged here; the rest is the server's.

const ID = '[A-Za-z0-9_-]{22}';
const FORMS = {
  sign: new RegExp(`^#q=1\\.${ID}\\.\\d{1,16}\\.${ID}$`),
  link: new RegExp(`^#l=1\\.${ID}\\.${ID}$`),
  enrol: /^#e=1\.([A-Za-z0-9_-]{43})$/,
};
const LONGEST = 1024;
const PAIRING = /^[ABCDEFGHJKLMNPQRSTUVWXYZ23456789]{10}$/;

/** The app's own address, as codes begin with it. */
export const APP = new URL('../', import.meta.url).href;

/**
 * @returns kind ('sign', 'link', 'enrol', 'foreign' for another realm's, undefined for none of ours), and the whole text or the ticket
 */
export function read(text) {
  if (text.length > LONGEST) {
    return {};
  }
  const at = text.indexOf('#');
  for (const [kind, form] of Object.entries(FORMS)) {
    const found = at > 0 ? form.exec(text.slice(at)) : null;
    if (found) {
      return text.slice(0, at) === APP ? { kind, content: found[1] ?? text } : { kind: 'foreign' };
    }
  }
  return {};
}

/** As a person types it, or undefined. */
export function pairingCode(typed) {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return PAIRING.test(code) ? code : undefined;
}
