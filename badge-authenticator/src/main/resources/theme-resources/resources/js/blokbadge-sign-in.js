// The page at which badges are scanned: the steps of docs/protocol/blokbadge-v1.md, "Messages". Badge half, PIN and keys live in
// variables of this module for as long as a step needs them, and nowhere else.
import * as protocol from './blokbadge-protocol.js';
import { keypad } from './blokbadge-keypad.js';
import { problemOf } from './blokbadge-pin-rules.js';
import { firstGood, listen, overhear } from './blokbadge-scanner.js';

/** Without input for so long, the badge is forgotten: a bystander must not go on where somebody has left. */
const IDLE = 45_000;
const PAYLOAD_LENGTH = 67;

const root = document.getElementById('blokbadge');
const sections = ['scan', 'pin', 'choose', 'vouch', 'vouch-pin', 'renew'];
const element = (name) => document.getElementById(`blokbadge-${name}`);
const text = (key) => root.querySelector(`[data-text="${key}"]`)?.textContent ?? key;

const { realm: realmId, client: clientId, session } = root.dataset;
const kioskId = root.dataset.kiosk || null;
const placeKeypad = keypad(element('keypad-box'), ['digits', 'code', 'new', 'again', 'vouch-digits'].map(element));
const saveLabel = element('save').textContent;
let action = root.dataset.action;
let scan = { nonce: root.dataset.nonce, time: root.dataset.time };

/** The badge that is here, what the server said of it, its key; then a right PIN and what it opened. */
let badge;
let shown;
let keyB;
let right;
let keyA;
let pin;
let successor;
/** A PIN that waits for whoever vouches for it, and that person's badge. */
let vouching;
let voucher;
let idle;
let countdown;

function show(name) {
  for (const each of sections) {
    element(each).hidden = each !== name;
  }
  for (const input of root.querySelectorAll('input[type="text"]')) {
    input.value = '';
  }
  placeKeypad(element(name));
  [...element(name).querySelectorAll('input[type="text"]')].find((input) => input.closest('[hidden]') === null)?.focus();
  rest();
}

function rest() {
  clearTimeout(idle);
  if (badge !== undefined) {
    idle = setTimeout(() => restart('IDLE'), IDLE);
  }
}

/** Says it, at once and to everybody. */
function alert(key, ...values) {
  element('status').textContent = '';
  element('alert').textContent = values.reduce((line, value, index) => line.replace(`{${index}}`, value), text(key));
}

function status(key) {
  element('alert').textContent = '';
  element('status').textContent = key === undefined ? '' : text(key);
}

function forgetAll() {
  for (const each of [badge, successor, voucher]) {
    if (each !== undefined) {
      protocol.forget(each);
    }
  }
  badge = shown = keyB = right = keyA = pin = successor = vouching = voucher = undefined;
  clearTimeout(idle);
}

async function restart(key) {
  forgetAll();
  const answer = await call({ step: 'restart' });
  if (answer !== undefined) {
    begin(answer);
    if (key !== undefined) {
      alert(key);
    }
  }
}

function begin(answer) {
  forgetAll();
  scan = { nonce: answer.nonce, time: answer.time };
  show('scan');
  status();
}

/** @returns what the server says; nothing when there is no going on in this page */
async function call(parameters) {
  let response;
  try {
    response = await fetch(action, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(parameters),
    });
  } catch {
    alert('OFFLINE');
    return undefined;
  }
  if (!response.headers.get('Content-Type')?.startsWith('application/json')) {
    // Keycloak has a page to show: this one is too old.
    location.reload();
    return undefined;
  }
  const answer = await response.json();
  action = answer.action;
  if (answer.next === 'scan') {
    begin(answer);
  }
  if (answer.refused !== undefined) {
    alert(answer.refused);
    wait(answer.wait ?? 0);
  }
  return answer;
}

/** Counts down where one has to wait; screen readers hear once how long. */
function wait(seconds) {
  clearInterval(countdown);
  element('wait').textContent = '';
  if (seconds <= 0) {
    return;
  }
  const until = Date.now() + seconds * 1000;
  const clock = () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
    const parts = hours > 0 ? [hours, String(minutes).padStart(2, '0')] : [minutes];
    return [...parts, String(left % 60).padStart(2, '0')].join(':');
  };
  element('alert').textContent += ` ${text('WAITING').replace('{0}', clock())}`;
  const tick = () => {
    const now = clock();
    element('wait').textContent = now === '0:00' ? '' : now;
    if (now === '0:00') {
      clearInterval(countdown);
      element('alert').textContent = '';
    }
  };
  tick();
  countdown = setInterval(tick, 1000);
}

/** The last step: a form, so that the browser follows the flow. */
function submit(parameters) {
  const form = element('form');
  form.action = action;
  for (const [name, value] of Object.entries(parameters)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  status('WORKING');
  forgetAll();
  form.submit();
}

const line = (purpose, of, { nonce, time }, epoch, extra) =>
  protocol.transcript({ purpose, realmId, origin: location.origin, clientId, bid: of.bid, epoch, nonce, session, kioskId, time, extra });

const parse = (readings) => firstGood(readings, (text) => protocol.parseBadge(text, realmId));

async function present(scanned) {
  try {
    badge = await parse(scanned);
  } catch (refused) {
    alert(refused.reason);
    return;
  }
  status('WORKING');
  wait(0);
  keyB = await protocol.badgeKey(badge);
  const signature = protocol.base64url(await keyB.sign(line('present', badge, scan, 0)));
  const answer = await call({ step: 'present', bid: badge.bid, signature });
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  shown = answer;
  for (const name of root.querySelectorAll('[data-name]')) {
    name.textContent = shown.name;
  }
  status();
  if (shown.next !== 'pin') {
    choose(shown.next === 'activate');
  } else {
    element('change').checked = false;
    show('pin');
  }
}

/** The next person scans where this one has left: whatever this one began is void. */
async function presentNext(scanned) {
  await restart();
  await present(scanned);
}

function choose(withCode, key) {
  const supervised = isSupervised();
  element('code-line').hidden = !withCode;
  element('supervised').hidden = !supervised;
  element('save').textContent = supervised ? text('NEXT') : saveLabel;
  element('rule').textContent = text('RULE').replace('{0}', (successor?.rules ?? shown).pinLength);
  element('see').checked = false;
  see();
  show('choose');
  if (key !== undefined) {
    alert(key);
  }
}

const isSupervised = () => shown.next === 'supervised' && successor === undefined;

function see() {
  for (const name of ['new', 'again']) {
    element(name).classList.toggle('blokbadge-masked', !element('see').checked);
  }
}

async function enter() {
  const digits = protocol.digitsOf(element('digits').value.trim());
  const wantsOther = element('change').checked;
  element('digits').value = '';
  if (digits === null) {
    alert('PIN_FORM');
    return;
  }
  status('WORKING');
  const token = protocol.base64url(await protocol.pinToken(badge, shown.epoch, digits, shown.iterations));
  const answer = await call({ step: 'answer', token });
  if (answer?.next === 'pin') {
    show('pin');
  }
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  right = answer;
  keyA = await protocol.userKey(badge, shown.epoch, protocol.bytesOf(answer.answer));
  if (answer.mustChange || wantsOther) {
    status();
    choose(false, answer.mustChange ? 'MUST_CHANGE' : undefined);
  } else if (answer.renewal) {
    pin = digits;
    status();
    show('renew');
  } else {
    await signIn();
  }
}

async function signIn() {
  submit({ step: 'auth', signature: await signed(keyA, line('auth', badge, right, shown.epoch)) });
}

const signed = async (key, bytes) => protocol.base64url(await key.sign(bytes));

async function save() {
  const withCode = !element('code-line').hidden;
  const code = element('code').value.replaceAll(/\s/g, '');
  const digits = protocol.digitsOf(element('new').value.trim());
  const again = protocol.digitsOf(element('again').value.trim());
  const least = (successor?.rules ?? shown).pinLength;
  const problem = withCode && !/^[0-9]{8}$/.test(code) ? 'CODE_FORM'
    : digits === null ? 'PIN_FORM'
    : digits !== again ? 'PIN_DIFFERENT'
    : await problemOf(digits, least, code);
  if (problem) {
    alert(problem, least);
    return;
  }
  status('WORKING');
  if (successor !== undefined) {
    await renew(digits);
  } else if (withCode) {
    await activate(code, digits);
  } else if (isSupervised()) {
    await supervise(digits);
  } else {
    await rekey(digits);
  }
}

/** The new PIN, as the server sees it. */
const newToken = async (digits) =>
  protocol.base64url(await protocol.pinToken(badge, shown.epoch, digits, shown.iterations));

async function activate(code, digits) {
  const token = await newToken(digits);
  const answer = await call({ step: 'activate', code, token });
  if (answer?.next === 'activate') {
    choose(true, answer.refused);
  }
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  submit(await binding(answer));
}

/** @returns what the badge and the new PIN's key sign */
async function binding(answer) {
  const key = await protocol.userKey(badge, answer.epoch, protocol.bytesOf(answer.answer));
  const { userRef, kioskRule, pinLength } = shown;
  const [b, a] = [keyB.publicKey, key.publicKey].map(protocol.base64url);
  const more = await protocol.extra(['bind', userRef, b, a, answer.epoch, answer.mode, kioskRule, pinLength]);
  const bytes = line('bind', badge, answer, answer.epoch, more);
  return { step: 'bind', key: a, signatureB: await signed(keyB, bytes), signatureA: await signed(key, bytes) };
}

/** Without a code: whoever might give one out stands by, and signs for this person and key with a badge of their own. */
async function supervise(digits) {
  const answer = await call({ step: 'vouch-begin', token: await newToken(digits) });
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  vouching = { bound: await binding(answer), epoch: answer.epoch, scan: answer.scan };
  for (const line of root.querySelectorAll('[data-vouched]')) {
    line.textContent = text('VOUCHED').replace('{0}', () => answer.person).replace('{1}', answer.serial);
  }
  status();
  show('vouch');
}

async function presentVoucher(scanned) {
  try {
    voucher = await parse(scanned);
  } catch (refused) {
    alert(refused.reason);
    return;
  }
  status('WORKING');
  const signature = await signed(await protocol.badgeKey(voucher), line('present', voucher, vouching.scan, 0));
  const answer = await call({ step: 'vouch-present', bid: voucher.bid, signature });
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  vouching.shown = answer;
  element('voucher-name').textContent = answer.name;
  status();
  show('vouch-pin');
}

async function vouch() {
  const digits = protocol.digitsOf(element('vouch-digits').value.trim());
  element('vouch-digits').value = '';
  if (digits === null) {
    alert('PIN_FORM');
    return;
  }
  status('WORKING');
  const { bound, epoch, shown: { epoch: ownEpoch, iterations } } = vouching;
  const token = protocol.base64url(await protocol.pinToken(voucher, ownEpoch, digits, iterations));
  const answer = await call({ step: 'vouch-answer', token });
  if (answer?.next === 'vouch-pin') {
    show('vouch-pin');
  }
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  const key = await protocol.userKey(voucher, ownEpoch, protocol.bytesOf(answer.answer));
  const more = await protocol.extra(['vouch', badge.bid, shown.userRef, epoch, bound.key]);
  submit({ ...bound, signatureVouch: await signed(key, line('vouch', voucher, answer, ownEpoch, more)) });
}

async function rekey(digits) {
  const token = protocol.base64url(await protocol.pinToken(badge, shown.epoch + 1, digits, shown.iterations));
  const answer = await call({ step: 'new-pin', token });
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  const key = await protocol.userKey(badge, answer.epoch, protocol.bytesOf(answer.answer));
  const [b, old, next] = [keyB.publicKey, keyA.publicKey, key.publicKey].map(protocol.base64url);
  const more = await protocol.extra(['rekey', shown.userRef, b, old, next, answer.epoch, shown.kioskRule, shown.pinLength]);
  const bytes = line('rekey', badge, right, shown.epoch, more);
  submit({
    step: 'rekey',
    key: next,
    signatureB: await signed(keyB, bytes),
    signatureOld: await signed(keyA, bytes),
    signatureNew: await signed(key, bytes),
  });
}

async function scanSuccessor(scanned) {
  try {
    successor = await parse(scanned);
  } catch (refused) {
    alert(refused.reason);
    return;
  }
  const answer = await call({ step: 'renew-present', bid: successor.bid });
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  successor.rules = answer;
  if (pin.length < answer.pinLength) {
    choose(false);
  } else {
    await renew(pin);
  }
}

async function renew(digits) {
  const { epoch, iterations, kioskRule, pinLength } = successor.rules;
  const token = protocol.base64url(await protocol.pinToken(successor, epoch, digits, iterations));
  const answer = await call({ step: 'renew-pin', bid: successor.bid, token });
  if (answer === undefined || answer.refused !== undefined) {
    return;
  }
  const newB = await protocol.badgeKey(successor);
  const newA = await protocol.userKey(successor, answer.epoch, protocol.bytesOf(answer.answer));
  const [oldA, b, a] = [keyA.publicKey, newB.publicKey, newA.publicKey].map(protocol.base64url);
  const more = await protocol.extra(['renew', shown.userRef, badge.bid, successor.bid, oldA, b, a, answer.epoch, kioskRule, pinLength]);
  const bytes = line('renew', badge, right, shown.epoch, more);
  submit({
    step: 'renew',
    key: a,
    signatureOld: await signed(keyA, bytes),
    signatureNewB: await signed(newB, bytes),
    signatureNew: await signed(newA, bytes),
  });
}

/** One step at a time: a second Enter must not be a second try. */
function once(step) {
  let running = false;
  return async (...all) => {
    if (!running) {
      running = true;
      try {
        await step(...all);
      } finally {
        running = false;
      }
    }
  };
}

function onEnter(input, act) {
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      act();
    }
  });
}

if (globalThis.crypto?.subtle === undefined) {
  alert('INSECURE');
} else {
  listen(element('text'), PAYLOAD_LENGTH, once(present));
  listen(element('next'), PAYLOAD_LENGTH, once(scanSuccessor));
  listen(element('voucher'), PAYLOAD_LENGTH, once(presentVoucher));
  // Before the field's own Enter.
  overhear(element('digits'), PAYLOAD_LENGTH, once(presentNext));
  const entering = once(enter);
  const saving = once(save);
  element('enter').addEventListener('click', entering);
  onEnter(element('digits'), entering);
  const confirming = once(vouch);
  element('vouch-enter').addEventListener('click', confirming);
  onEnter(element('vouch-digits'), confirming);
  element('save').addEventListener('click', saving);
  for (const name of ['code', 'new', 'again']) {
    onEnter(element(name), saving);
  }
  element('later').addEventListener('click', once(signIn));
  element('see').addEventListener('change', see);
  for (const button of root.querySelectorAll('.blokbadge-restart')) {
    button.addEventListener('click', once(() => restart()));
  }
  for (const event of ['keydown', 'pointerdown']) {
    document.addEventListener(event, rest);
  }
  show('scan');
}
