// What this phone keeps, in IndexedDB: the device with its key pair, and the person's choices. One database for each realm, as several
// may share an origin. The service worker reads it too.

const TABLE = 'kept';

function open() {
  return new Promise((resolve, reject) => {
    // The directory of the app names the realm.
    const request = indexedDB.open(`blokkey-app ${new URL('../', import.meta.url).pathname}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function transaction(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const running = database.transaction(TABLE, mode);
      const request = work(running.objectStore(TABLE));
      running.oncomplete = () => resolve(request?.result);
      running.onabort = () => reject(running.error);
    });
  } finally {
    database.close();
  }
}

export const get = (name) => transaction('readonly', (table) => table.get(name));
export const put = (name, value) => transaction('readwrite', (table) => table.put(value, name));
export const remove = (name) => transaction('readwrite', (table) => table.delete(name));
