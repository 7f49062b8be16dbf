// The page at which badges are scanned: the steps of docs/protocol/blokbadge-v1.md, "Messages". Badge half, PIN and keys live in
// variables of this module for as long as a step needs them, and nowhere else.
import { beep, cameraBox } from './blokbadge-camera.js';
import { whenIdle } from './blokbadge-idle.js';
import * as protocol from './blokbadge-protocol.js';
import { keypad } from './blokbadge-keypad.js';
import { problemOf } from './blokbadge-pin-rules.js';
import { firstGood, listen, overhear } from './blokbadge-scanner.js';
import * as shift from './blokbadge-shift.js';
import { workstation } from './blokbadge-workstation.js';

/** What the server believes of a badge that was scanned ends after 120 s; who is still typing proves it again before. */
const SHOWN = 100_000;

/** A page that waits for longer has no session at the server any more. */
const FRESH = 300_000;

/** How often a workstation asks who is here. */
const ASK = 20_000;
const PAYLOAD_LENGTH = 67;

const root = document.getElementById('blokbadge');
const sections = ['scan', 'pin', 'choose', 'vouch', 'vouch-pin', 'renew'];
const element = (name) => document.getElementById(`blokbadge-${name}`);
const text = (key) => root.querySelector(`[data-text="${key}"]`)?.textContent ?? key;

const { realm: realmId, client: clientId, again } = root.dataset;
const here = await workstation(realmId);
const own = root.lang;
const placeKeypad = keypad(element('keypad-box'), ['digits', 'code', 'new', 'again', 'vouch-digits'].map(element));
const rest = whenIdle({
  warn: () => alert('IDLE_SOON'),
  calm: () => {
    if (element('alert').textContent === text('IDLE_SOON')) {
      alert();
    }
  },
  end: () => restart('IDLE'),
  isNeeded: () => badge !== undefined,
});
const placeCamera = cameraBox(element, takePicture, alert);
let { session, action } = root.dataset;
let scan = { nonce: root.dataset.nonce, time: root.dataset.time };
let since = Date.now();
/** Who is signed in here, at a workstation's own page. */
let before = beforeOf(root);

/** The badge that is here, what the server said of it, its key; then a right PIN and what it opened. */
let badge;
let shown;
let keyB;
let right;
let rightAt;
let keyA;
let pin;
let successor;
/** A PIN that waits for whoever vouches for it, and that person's badge. */
let vouching;
let voucher;
let countdown;
let shownAt;

function show(name) {
  for (const each of sections) {
    element(each).hidden = each !== name;
  }
  for (const input of root.querySelectorAll('input[type="text"]')) {
    input.value = '';
  }
  placeKeypad(element(name));
  placeCamera(element(name));
  [...element(name).querySelectorAll('input[type="text"]')].find((input) => input.closest('[hidden]') === null)?.focus();
  rest();
}

/** Says it, at once and to everybody. */
function alert(key, ...values) {
  element('status').textContent = '';
  element('alert').lang = root.lang;
  element('alert').textContent = key === undefined
    ? '' : values.reduce((line, value, index) => line.replace(`{${index}}`, () => value), text(key));
}

const offline = () => alert('OFFLINE');

function status(key, value) {
  element('alert').textContent = '';
  element('status').textContent = key === undefined ? '' : text(key).replace('{0}', () => value);
}

function forgetAll() {
  for (const each of [badge, successor, voucher]) {
    if (each !== undefined) {
      protocol.forget(each);
    }
  }
  badge = shown = keyB = right = keyA = pin = successor = vouching = voucher = undefined;
  rest();
}

async function restart(key) {
  forgetAll();
  const answer = await call({ step: 'restart' });
  if (answer !== undefined) {
    begin(answer);
    if (key !== undefined) {
      alert(key);
    }
  } else {
    giveUp();
  }
}

/** Without a connection: whoever is there scans again, and this page then begins anew. */
function giveUp() {
  begin(scan);
  since = 0;
  offline();
}

function begin(answer) {
  forgetAll();
  scan = { nonce: answer.nonce, time: answer.time };
  speak(own);
  show('scan');
  status();
}

/** The page's texts in a language that the server has sent. */
const languages = { [own]: Object.fromEntries([...document.querySelectorAll('[data-say]')].map((each) => [each.dataset.say, each.textContent])) };

function speak(language, texts) {
  languages[language] ??= texts;
  root.lang = language;
  for (const each of document.querySelectorAll('[data-say]')) {
    each.textContent = languages[language]?.[each.dataset.say] ?? each.textContent;
    each.lang = language;
  }
}

/**
 * A new session at the server behind the same page: the old one is too old, or went with the person before.
 *
 * @returns whether there is one; not without a connection
 */
async function renewPage() {
  const answer = await fetch(again || location.href).catch(() => undefined);
  if (answer === undefined || answer.status >= 500) {
    return false;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('blokbadge');
  if (page === null || page.dataset.nonce === undefined) {
    location.reload();
    return new Promise(() => {});
  }
  ({ session, action } = page.dataset);
  scan = { nonce: page.dataset.nonce, time: page.dataset.time };
  since = Date.now();
  before = beforeOf(page);
  element('shift')?.replaceWith(page.querySelector('#blokbadge-shift'));
  await attend();
  return true;
}

function beforeOf(page) {
  const data = page.querySelector('#blokbadge-shift')?.dataset;
  return data?.ticket === undefined ? undefined : data;
}

/**
 * @param quietly a new beginning changes nothing that is seen
 * @returns what the server says; nothing when there is no going on in this page
 */
async function call(parameters, quietly = false) {
  let response;
  try {
    response = await fetch(action, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(parameters),
    });
  } catch {
    since = 0;
    offline();
    return undefined;
  }
  if (response.status >= 500) {
    since = 0;
    offline();
    return undefined;
  }
  if (!response.headers.get('Content-Type')?.startsWith('application/json')) {
    // Keycloak has a page to show: this one is too old.
    location.reload();
    return undefined;
  }
  const answer = await response.json();
  action = answer.action;
  const refusal = text(answer.refused);
  const language = root.lang;
  if (answer.next === 'scan' && !quietly) {
    begin(answer);
  }
  if (answer.refused !== undefined) {
    alert(answer.refused);
    // In the language of whom it is about, whatever the page speaks from now on.
    element('alert').textContent = refusal;
    element('alert').lang = language;
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

const line = (purpose, of, { nonce, time }, epoch, extra) => protocol.transcript({
  purpose, realmId, origin: location.origin, clientId, bid: of.bid, epoch, nonce, session, kioskId: here?.id, time, extra,
});

/**
 * Signatures under one text, and the workstation's over all of them.
 *
 * @param signers names of parameters and keys, in the order in which the purpose names them
 */
async function seal(bytes, signers, kioskParameter = 'kioskSignature') {
  const parameters = {};
  const all = [];
  for (const [name, key] of Object.entries(signers)) {
    const signature = await key.sign(bytes);
    all.push(signature);
    parameters[name] = protocol.base64url(signature);
  }
  if (here !== undefined) {
    parameters[kioskParameter] = await here.sign(await protocol.kioskText(bytes, ...all));
  }
  return parameters;
}

const presenting = async (of, key, at) => ({
  bid: of.bid, ...(here && { kiosk: here.id }), ...(await seal(line('present', of, at, 0), { signature: key })),
});

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
  if ((before !== undefined || Date.now() - since > FRESH) && !(await renewPage())) {
    giveUp();
    return;
  }
  let answer = await presentOnce();
  if (answer?.next === 'switch') {
    status('SWITCHING', answer.previous);
    await shift.leave(answer, again || location.href, offline);
    if (!(await renewPage())) {
      giveUp();
      return;
    }
    answer = await presentOnce();
  }
  if (answer === undefined) {
    giveUp();
    return;
  }
  if (answer.refused !== undefined) {
    return;
  }
  if (answer.next === 'switch') {
    // Two such in a row: somebody signs in elsewhere in this browser at the same moment.
    await restart('BUSY');
    return;
  }
  shown = answer;
  for (const name of root.querySelectorAll('[data-name]')) {
    name.textContent = shown.name;
  }
  for (const photo of root.querySelectorAll('[data-photo]')) {
    photo.hidden = shown.photo === undefined;
    photo.src = shown.photo ?? '';
  }
  speak(shown.language ?? own, shown.texts);
  status();
  if (shown.next !== 'pin') {
    choose(shown.next === 'activate');
  } else {
    element('change').checked = false;
    show('pin');
  }
  status('READ', shown.name);
}

async function presentOnce() {
  const parameters = await presenting(badge, keyB, scan);
  shownAt = Date.now();
  return call({ step: 'present', ...parameters });
}

/** Somebody who takes their time, but is there, need not scan again. @returns whether the badge counts still */
async function stillShown() {
  if (Date.now() - shownAt < SHOWN) {
    return true;
  }
  const answer = await call({ step: 'restart' }, true);
  if (answer === undefined) {
    return false;
  }
  scan = { nonce: answer.nonce, time: answer.time };
  const again = await presentOnce();
  return again !== undefined && again.refused === undefined && again.next === shown.next;
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
  element('save-label').hidden = supervised;
  element('next-label').hidden = !supervised;
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
  if (!(await stillShown()) || !(await prove(digits))) {
    return;
  }
  if (right.mustChange || wantsOther) {
    status();
    choose(false, right.mustChange ? 'MUST_CHANGE' : undefined);
  } else if (right.renewal) {
    status();
    show('renew');
  } else {
    await signIn();
  }
}

/** @returns whether the PIN is right */
async function prove(digits) {
  const token = protocol.base64url(await protocol.pinToken(badge, shown.epoch, digits, shown.iterations));
  const answer = await call({ step: 'answer', token });
  if (answer?.next === 'pin') {
    show('pin');
  }
  if (answer === undefined || answer.refused !== undefined) {
    return false;
  }
  right = answer;
  rightAt = Date.now();
  pin = digits;
  keyA = await protocol.userKey(badge, shown.epoch, protocol.bytesOf(answer.answer));
  return true;
}

/** As {@link stillShown}, after a right PIN, which counts as long: whoever takes their time need not type it again. */
async function stillRight() {
  return Date.now() - rightAt < SHOWN || (await stillShown() && prove(pin));
}

async function signIn() {
  if (!(await stillRight())) {
    return;
  }
  submit({ step: 'auth', ...(await seal(line('auth', badge, right, shown.epoch), { signature: keyA })) });
}

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
  if (!(await (right === undefined ? stillShown() : stillRight()))) {
    return;
  }
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
  return { step: 'bind', key: a, ...(await seal(bytes, { signatureB: keyB, signatureA: key })) };
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
  const parameters = await presenting(voucher, await protocol.badgeKey(voucher), vouching.scan);
  const answer = await call({ step: 'vouch-present', ...parameters });
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
  const bytes = line('vouch', voucher, answer, ownEpoch, more);
  submit({ ...bound, ...(await seal(bytes, { signatureVouch: key }, 'kioskSignatureVouch')) });
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
    ...(await seal(bytes, { signatureB: keyB, signatureOld: keyA, signatureNew: key })),
  });
}

async function scanSuccessor(scanned) {
  try {
    successor = await parse(scanned);
  } catch (refused) {
    alert(refused.reason);
    return;
  }
  if (!(await stillRight())) {
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
    ...(await seal(bytes, { signatureOld: keyA, signatureNewB: newB, signatureNew: newA })),
  });
}

/** @returns whether it is a badge; other codes are passed over, as they lie about */
async function takePicture(read) {
  try {
    protocol.forget(await protocol.parseBadge(read, realmId));
  } catch (refused) {
    if (refused.reason !== 'NOT_A_BADGE') {
      alert(refused.reason);
    }
    return false;
  }
  beep();
  const takers = { scan: presenter, renew: successorScanner, vouch: voucherPresenter };
  const section = sections.find((name) => !element(name).hidden);
  setTimeout(() => takers[section]?.([read]));
  return true;
}

/** The bar about the person who is signed in at this workstation. */
async function attend() {
  const of = before;
  const end = async (why) => {
    status('SWITCHING', of.person);
    await shift.leave(of, root.dataset.address, offline);
    if (badge !== undefined) {
      // Whoever has scanned meanwhile was waiting for the same.
      return;
    }
    const renewed = await renewPage();
    if (badge !== undefined) {
      return;
    }
    if (!renewed) {
      giveUp();
      return;
    }
    // The field keeps what a scanner is typing at this moment.
    element('text').focus();
    alert(before === undefined ? why : 'NOT_ENDED', of.person);
  };
  if (of === undefined || of.signedIn === 'true') {
    await shift.attend(of, element, (key) => text(key).replace('{0}', () => of.person), end);
  } else {
    // Keycloak's session has ended by itself, or by somebody else; what applications have has not.
    await shift.attend(undefined);
    await end('ENDED');
  }
}

/** Who is here may change without this page: a session ends, or begins in another window. While a badge is here, nothing changes. */
async function ask() {
  const now = await shift.ask(root.dataset.address, before?.ticket, shift.isSomebodyThere());
  const changed = now !== undefined
    && (now.ticket !== before?.ticket || String(now.signedIn ?? false) !== (before?.signedIn ?? 'false'));
  if (changed && badge === undefined && steps === 0) {
    await renewPage();
  }
}

function askOften() {
  let asked = Date.now();
  shift.everySecond(() => {
    if (Date.now() - asked >= ASK && badge === undefined && steps === 0) {
      asked = Date.now();
      askOnce();
    }
  });
}

let steps = 0;

/** One step at a time: a second Enter must not be a second try. */
function once(step) {
  let running = false;
  return async (...all) => {
    if (!running) {
      running = true;
      steps += 1;
      try {
        await step(...all);
      } finally {
        running = false;
        steps -= 1;
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

const presenter = once(present);
const successorScanner = once(scanSuccessor);
const voucherPresenter = once(presentVoucher);
let asking = false;
const askOnce = async () => {
  if (!asking) {
    asking = true;
    try {
      await ask();
    } finally {
      asking = false;
    }
  }
};

if (globalThis.crypto?.subtle === undefined) {
  alert('INSECURE');
} else {
  listen(element('text'), PAYLOAD_LENGTH, presenter);
  listen(element('next'), PAYLOAD_LENGTH, successorScanner);
  listen(element('voucher'), PAYLOAD_LENGTH, voucherPresenter);
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
  show('scan');
  if (before === undefined && shift.wasLeft()) {
    status('SWITCHED');
  }
  attend();
  if (again !== undefined) {
    askOften();
  }
}
