// The page that waits for a phone: starts by POST, shows the QR code while it is looked at, waits on one line, and submits the form
// of its own tab when the phone has approved. Everything it knows is in the data attributes of #blokkey.

const root = document.getElementById('blokkey');
const status = document.getElementById('blokkey-status');
const FINAL = new Set(['DENIED', 'REPORTED', 'BURNT', 'EXPIRED', 'CANCELLED', 'SUPERSEDED', 'CONSUMED']);
const RETRY = 2000;

const pause = (millis) => new Promise((resume) => setTimeout(resume, millis));
let said = status?.textContent.trim() ?? '';
const put = (text) => {
  if (status && status.textContent.trim() !== text) {
    status.textContent = text;
  }
};
const say = (key) => {
  said = status?.dataset[key] ?? '';
  put(said);
};
const sayOffline = () => put(status?.dataset.offline ?? '');
const sayAgain = () => put(said);
const show = (id, visible) => {
  const element = document.getElementById(id);
  if (element) {
    element.hidden = !visible;
  }
};

const visible = () => document.visibilityState === 'visible'
  ? Promise.resolve()
  : new Promise((resume) => document.addEventListener('visibilitychange', function again() {
    if (document.visibilityState === 'visible') {
      document.removeEventListener('visibilitychange', again);
      resume();
    }
  }));

async function call(route, { method = 'GET', body, state } = {}) {
  const query = new URLSearchParams({ client: root.dataset.client, tab: root.dataset.tab, execution: root.dataset.execution });
  if (state !== undefined) {
    query.set('state', state);
  }
  const answer = await fetch(`${root.dataset.routes}/${route}?${query}`, {
    method,
    headers: { 'BlokKey-Page': root.dataset.page, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
    cache: 'no-store',
    credentials: 'same-origin',
  });
  const json = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  return { ok: answer.ok, status: answer.status, json };
}

// The key by which this browser proves that a person once chose it: made here, never leaves here, of no use to another site.
function database() {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('blokkey', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('keys');
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}

function request(transaction) {
  return new Promise((resolve, reject) => {
    transaction.onsuccess = () => resolve(transaction.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

async function browserKey() {
  const store = await database();
  const name = root.dataset.routes;
  const known = await request(store.transaction('keys').objectStore('keys').get(name));
  if (known) {
    return known;
  }
  const made = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  await request(store.transaction('keys', 'readwrite').objectStore('keys').put(made, name));
  return made;
}

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

async function proof() {
  try {
    const key = await browserKey();
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
    const message = new TextEncoder().encode(`bloksec/blokkey/v1/browser\0${root.dataset.page}`);
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, message);
    return { browserKey: { kty, crv, x, y }, browserProof: base64url(signature) };
  } catch {
    // Private windows and plain http have no such key: the browser stays unknown, and the sign-in goes on.
    return {};
  }
}

let counting;

/** How much of the request's life is left, twice a second. */
function count(life) {
  const bar = document.getElementById('blokkey-time');
  const until = performance.now() + life;
  clearInterval(counting);
  bar.max = life;
  bar.hidden = false;
  const tick = () => {
    bar.value = Math.max(0, until - performance.now());
  };
  tick();
  counting = setInterval(tick, 500);
}

async function start(push) {
  const { ok, status: code, json } = await call('start', { method: 'POST', body: { push, ...await proof() } });
  if (!ok) {
    end(code === 429 ? 'busy' : 'ended');
    return null;
  }
  count(json.life);
  const open = document.getElementById('blokkey-open');
  if (open && json.link && matchMedia('(pointer: coarse)').matches) {
    open.href = json.link;
    open.hidden = false;
  }
  if (root.dataset.named === 'true') {
    document.getElementById('blokkey-number').textContent = json.number;
    show('blokkey-number-line', true);
    show('blokkey-start', !json.pushed);
    if (json.crowded) {
      say('busy');
      showQr();
    } else if (json.pushed) {
      say('waiting');
    }
  }
  return json.state;
}

let qrShown = false;

async function pictures() {
  const box = document.getElementById('blokkey-qr');
  while (qrShown) {
    await visible();
    try {
      const { ok, json } = await call('qr');
      if (!ok) {
        return;
      }
      for (const frame of json.frames) {
        if (!qrShown) {
          return;
        }
        box.replaceChildren(document.importNode(new DOMParser().parseFromString(frame, 'image/svg+xml').documentElement, true));
        await pause(json.every);
      }
    } catch {
      await pause(RETRY);
    }
  }
}

function showQr() {
  show('blokkey-qr-panel', true);
  show('blokkey-show-qr', false);
  if (!qrShown) {
    qrShown = true;
    pictures();
  }
}

function hideQr() {
  qrShown = false;
  show('blokkey-qr-panel', false);
}

const WORDS = { WAITING: 'waiting', CLAIMED: 'claimed', CONTESTED: 'contested', SHOWN: 'shown', APPROVED: 'approved', DENIED: 'denied', REPORTED: 'denied', EXPIRED: 'expired' };

let following = false;
let leaving = false;

function end(key) {
  root.dataset.state = 'ENDED';
  clearInterval(counting);
  show('blokkey-time', false);
  hideQr();
  say(key);
  for (const id of ['blokkey-open', 'blokkey-start', 'blokkey-number-line', 'blokkey-show-qr']) {
    show(id, false);
  }
  show('blokkey-again', true);
  // Not under the fingers of somebody who types a name meanwhile.
  if (document.activeElement?.id !== 'username') {
    document.querySelector('#blokkey-again button').focus();
  }
}

async function follow(first) {
  let state = first;
  while (!leaving) {
    root.dataset.state = state;
    if (state === 'APPROVED') {
      clearInterval(counting);
      show('blokkey-time', false);
      say('approved');
      hideQr();
      document.getElementById('blokkey-finish').requestSubmit();
      return;
    }
    if (FINAL.has(state)) {
      end(WORDS[state] ?? 'ended');
      return;
    }
    if (state !== 'WAITING') {
      hideQr();
      show('blokkey-name-form', false);
      // Whose phone it was, the page does not know yet: there is a way back.
      show('blokkey-again', root.dataset.named !== 'true');
      say(WORDS[state]);
    }
    await visible();
    try {
      const { ok, json } = await call('wait', { state });
      if (leaving) {
        return;
      }
      if (!ok) {
        end('ended');
        return;
      }
      sayAgain();
      state = json.state;
      if (json.retryAfter) {
        await pause(json.retryAfter * 1000);
      }
    } catch {
      // A page that is being left loses its connection too, and has nothing to say about it.
      await pause(RETRY);
      sayOffline();
    }
  }
}

async function begin(push) {
  let state;
  while (state === undefined) {
    try {
      state = await start(push);
    } catch {
      await pause(RETRY);
      sayOffline();
    }
  }
  if (state !== null && !following) {
    following = true;
    follow(state);
  }
}

/** Another way: the phone is not to go on asking. Whatever becomes of that, the person goes on. */
function cancelBeforeLeaving() {
  const form = document.getElementById('kc-select-try-another-way-form');
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    leaving = true;
    await Promise.race([call('cancel', { method: 'POST' }).catch(() => {}), pause(RETRY)]);
    form.submit();
  });
}

async function run() {
  if (root.dataset.mode !== 'wait') {
    return;
  }
  const named = root.dataset.named === 'true';
  const pushFirst = root.dataset.first === 'push';
  const hasQr = document.getElementById('blokkey-qr-panel') !== null;
  const asked = root.dataset.asked === 'true';
  cancelBeforeLeaving();
  document.getElementById('blokkey-start')?.addEventListener('submit', (event) => {
    event.preventDefault();
    document.getElementById('blokkey-send').disabled = true;
    begin(true);
  });
  document.getElementById('blokkey-show-qr')?.addEventListener('click', async () => {
    if (!following) {
      await begin(false);
    }
    if (following) {
      showQr();
    }
  });
  show('blokkey-show-qr', hasQr && named && pushFirst);
  if (!named && !hasQr) {
    return;
  }
  // Whoever came by a link has not asked for anything yet.
  if (named && pushFirst && !asked && root.dataset.live !== 'true') {
    return;
  }
  await visible();
  await begin(named && pushFirst && asked);
  if (hasQr && !pushFirst && following) {
    showQr();
  }
}

run();
