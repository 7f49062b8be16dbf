// Whether this browser is a registered workstation: its name, and a key that the browser signs with and gives nobody. One store for each
// realm. Whoever copies the browser's profile has the key; docs/kiosk.md says what to do about it.
import { base64url } from './blokbadge-protocol.js';

const STORE = 'workstation';
const RECORD = 'this';
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

function open(realmId) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`blokbadge-${realmId}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(realmId, mode, work) {
  const database = await open(realmId);
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<{id: string, name: string, sign: function(Uint8Array): Promise<string>}|undefined>} nothing in any other browser */
export async function workstation(realmId) {
  try {
    const record = await inStore(realmId, 'readonly', (store) => store.get(RECORD));
    return record && {
      id: record.id,
      name: record.name,
      sign: async (bytes) => base64url(new Uint8Array(await crypto.subtle.sign(SIGNATURE, record.key, bytes))),
    };
  } catch {
    // A browser that keeps nothing is none.
    return undefined;
  }
}

/** A new key for a browser that is to become one. */
export async function newKey() {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    point,
    key: pair.privateKey,
    sign: async (bytes) => base64url(new Uint8Array(await crypto.subtle.sign(SIGNATURE, pair.privateKey, bytes))),
  };
}

export async function register(realmId, { id, name, key }) {
  await navigator.storage?.persist?.();
  await inStore(realmId, 'readwrite', (store) => store.put({ id, name, key }, RECORD));
}
