// The workstation's own pages: where it begins, where somebody has signed in, and where a sign-out ends.
import * as protocol from './blokbadge-protocol.js';
import { left, openWork } from './blokbadge-shift.js';
import { newKey, register, workstation } from './blokbadge-workstation.js';

const root = document.getElementById('blokbadge-kiosk');
const element = (name) => document.getElementById(`blokbadge-${name}`);
const text = (key) => root.querySelector(`[data-text="${key}"]`).textContent;
const { mode, realm: realmId, signIn } = root.dataset;

function alert(key) {
  element('alert').textContent = key === undefined ? '' : text(key);
}

async function begin() {
  if (globalThis.crypto?.subtle === undefined) {
    alert('INSECURE');
    return;
  }
  const here = await workstation(realmId);
  // Its key stays until another one has taken its place: nobody at the workstation can make it any browser.
  const again = new URLSearchParams(location.search).has('forget');
  if (here !== undefined && !again) {
    goOn();
    return;
  }
  element('pair').hidden = false;
  element('code').focus();
  element('pair').addEventListener('submit', (event) => {
    event.preventDefault();
    pair();
  });
  if (signIn !== '' && here === undefined) {
    element('without').hidden = false;
    element('without').addEventListener('click', goOn);
  }
}

function goOn() {
  if (signIn === '') {
    alert('NO_CLIENT');
  } else {
    location.replace(signIn);
  }
}

async function pair() {
  const code = element('code').value.replaceAll(/[\s-]/g, '').toUpperCase();
  if (!/^[A-Z2-9]{10}$/.test(code)) {
    alert('PAIR_FORM');
    return;
  }
  alert();
  const { point, key, sign } = await newKey();
  const line = await protocol.pairing(realmId, location.origin, code, point);
  const body = new URLSearchParams({ code, key: protocol.base64url(point), signature: await sign(line) });
  let answer;
  try {
    answer = await (await fetch(root.dataset.pair, { method: 'POST', body })).json();
  } catch {
    alert('OFFLINE');
    return;
  }
  if (answer.id === undefined) {
    alert(answer.code === 'busy' ? 'BUSY' : 'CODE_REFUSED');
    return;
  }
  await register(realmId, { id: answer.id, name: answer.name, key });
  element('name').textContent = answer.name;
  element('fingerprint').textContent = answer.fingerprint;
  element('pair').hidden = element('without').hidden = true;
  element('paired').hidden = false;
  element('go').focus();
  element('go').addEventListener('click', async () => {
    try {
      // So that it is seen when nobody is there, whatever application is open.
      await globalThis.IdleDetector?.requestPermission?.();
    } catch {
      // Then by this page alone.
    }
    goOn();
  });
}

/** What the person came for, in a window of its own. Where the browser lets none open, the next page has a button: it hears the next scan, too. */
function arrive() {
  openWork(root.dataset.start);
  location.replace(signIn);
}

if (mode === 'start') {
  begin();
} else if (mode === 'in') {
  arrive();
} else if (mode === 'out') {
  left(root.dataset.kiosk);
}
