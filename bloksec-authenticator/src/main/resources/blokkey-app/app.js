// The phone's app: looks who is here, and shows the screen that the address names.

import * as phone from './device/phone.js';
import { read } from './device/scanned.js';
import './screens/browsers.js';
import './screens/enrol.js';
import './screens/help.js';
import './screens/history.js';
import './screens/home.js';
import './screens/removed.js';
import './screens/request.js';
import './screens/scanner.js';
import './screens/this-phone.js';
import './screens/welcome.js';
import { icon, make } from './ui/elements.js';
import { go } from './ui/screen.js';
import { language, load, text } from './ui/texts.js';

const SCREENS = ['browsers', 'help', 'history', 'home', 'removed', 'scan', 'this-phone', 'type', 'welcome'];
/** Where there is no phone yet. */
const OPEN_TO_ALL = ['help', 'removed', 'scan', 'type', 'welcome'];

const main = document.getElementById('app');
const back = document.getElementById('back');

/** Codes are taken out of the address at once: they must not stay in a history. */
function takeCode() {
  const code = read(location.href);
  if (code.kind) {
    history.replaceState(null, '', './#home');
  }
  return code;
}

async function show() {
  const code = takeCode();
  const device = await phone.device();
  const confirmed = device?.confirmed === true;
  document.getElementById('organisation').replaceChildren(confirmed ? make('bdi', {}, device.organisation) : 'BlokKey');
  if (code.kind === 'enrol') {
    place('enrol', { ticket: code.content });
    return;
  }
  if (device && !confirmed) {
    place('enrol', {});
    return;
  }
  if (confirmed && (code.kind === 'link' || code.kind === 'sign')) {
    place('request', { content: code.content, link: code.kind === 'link' });
    return;
  }
  const target = location.hash.slice(1) || 'home';
  const request = /^r=([A-Za-z0-9_-]{22})$/.exec(target);
  if (request && confirmed) {
    place('request', { request: request[1] });
  } else if (SCREENS.includes(target) && (confirmed || OPEN_TO_ALL.includes(target))) {
    place(target === 'type' ? 'scan' : target, { type: target === 'type' });
  } else {
    place(confirmed ? 'home' : 'welcome', {});
  }
}

function place(name, given) {
  const screen = document.createElement(`blokkey-${name}`);
  screen.given = given;
  back.hidden = ['home', 'welcome', 'enrol', 'removed'].includes(name);
  main.replaceChildren(screen);
}

function watchConnection() {
  const offline = document.getElementById('offline');
  const look = () => {
    offline.hidden = navigator.onLine;
    offline.textContent = navigator.onLine ? '' : text('offline');
  };
  addEventListener('online', look);
  addEventListener('offline', look);
  look();
}

function watchWorker() {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  // Without it the app works, but gets no pushes.
  navigator.serviceWorker.register('sw.js', { type: 'module' }).catch(() => {});
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data.open) {
      go(`r=${data.open}`);
    } else {
      dispatchEvent(new CustomEvent('blokkey-push'));
    }
  });
}

await load();
document.documentElement.lang = language;
back.append(icon('back'), make('span', { class: 'unseen' }, text('back')));
back.addEventListener('click', () => {
  go('home');
});
watchConnection();
watchWorker();
addEventListener('hashchange', show);
await show();
