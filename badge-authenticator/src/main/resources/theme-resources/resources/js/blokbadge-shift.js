// The person who is signed in at a workstation, and how that ends: by hand, by the next person's badge, or because nobody is there. What they
// came for is open in a window of its own, so that this page stays, can hear the next scan, and can close that window with all its history.

import { beep } from './blokbadge-camera.js';

const WORK = 'blokbadge-work';
const CHANNEL = 'blokbadge-shift';
const RETURN = 'blokbadge.return';
const LEFT = 'blokbadge.left';

/** An application that is visited at sign-out comes back within this, or is left behind. */
const SIGN_OUT_TIME = 8_000;

/** How long the warning stands before a session that nobody uses ends. */
const WARNING = 60;

/** @returns whether the browser let it open */
export function openWork(address) {
  return window.open(address, WORK) !== null;
}

/**
 * Ends the session of the person before, through every application: in their window, or where there is none in this one. Then this page is
 * gone, and opens again.
 *
 * @param of the session: address `signOut`, `ticket`
 * @param after where this page goes on if it had to leave
 */
export async function leave({ signOut, ticket }, after) {
  // The window there is; else a new one, where the browser allows it.
  const work = window.open('', WORK);
  if (work === null) {
    sessionStorage.setItem(RETURN, after);
    sessionStorage.setItem(LEFT, 'yes');
    location.replace(signOut);
    return new Promise(() => {});
  }
  const channel = new BroadcastChannel(CHANNEL);
  try {
    const out = new Promise((resolve) => {
      channel.onmessage = () => resolve(true);
    });
    work.location.replace(signOut);
    if (!(await Promise.race([out, sleep(SIGN_OUT_TIME)]))) {
      await fetch(signOut.split('?')[0], { method: 'POST', body: new URLSearchParams({ ticket }) });
    }
  } finally {
    channel.close();
    work.close();
  }
  return undefined;
}

/** On the page where a sign-out ends: tells whoever waits, or goes back. */
export function left(start) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('out');
  const after = sessionStorage.getItem(RETURN);
  sessionStorage.removeItem(RETURN);
  if (after !== null || window.name !== WORK) {
    location.replace(after ?? start);
  }
}

/** Whether this page was left for a sign-out; once. */
export function wasLeft() {
  const was = sessionStorage.getItem(LEFT) !== null;
  sessionStorage.removeItem(LEFT);
  return was;
}

let watching;

/**
 * The bar about the person who is signed in; only the last one counts.
 *
 * @param of what the server says of them; nothing where nobody is
 * @param element finds the page's elements
 * @param said a text of the page about them
 * @param end is told why: `ENDED` or `ENDED_IDLE`
 */
export async function attend(of, element, said, end) {
  watching?.abort();
  if (of === undefined) {
    return;
  }
  watching = new AbortController();
  const { signal } = watching;
  element('open').addEventListener('click', () => openWork(of.start));
  element('end').addEventListener('click', () => {
    watching.abort();
    end('ENDED');
  }, { once: true });
  const [warning, seconds] = [element('idle-text'), element('idle-seconds')];
  const warn = (left) => {
    element('idle').hidden = left === undefined;
    if (left === undefined) {
      warning.textContent = '';
    } else if (warning.textContent === '') {
      beep();
      warning.textContent = said('SHIFT_IDLE');
    }
    seconds.textContent = left === undefined ? '' : String(left);
  };
  const back = await watch(Number(of.idle), warn, () => {
    watching.abort();
    end('ENDED_IDLE');
  }, signal);
  element('stay').addEventListener('click', back);
}

/**
 * Watches whether somebody is there: by the browser's idle detection for the whole machine, where it was allowed; else by what happens in
 * this page, while it is the one that is seen.
 *
 * @param minutes until the session ends
 * @param warn is told the seconds that are left, once a second; then nothing when somebody is there again
 * @param end when nobody was
 * @param signal that it is over
 * @returns what says that somebody is there
 */
async function watch(minutes, warn, end, signal) {
  const quiet = Math.max(minutes * 60 - WARNING, 0);
  let seconds = 0;
  const back = () => {
    seconds = 0;
    warn();
  };
  const machine = await idleDetector(quiet, signal);
  if (machine === undefined) {
    for (const event of ['keydown', 'pointerdown', 'pointermove']) {
      document.addEventListener(event, back, { signal });
    }
  } else {
    machine.addEventListener('change', () => machine.userState === 'active' && back(), { signal });
  }
  const clock = setInterval(() => {
    if (machine?.userState === 'idle') {
      // Nobody has been there for as long as the browser was asked to wait.
      seconds = Math.max(seconds, quiet) + 1;
    } else if (machine === undefined && document.visibilityState === 'visible') {
      seconds += 1;
    }
    if (seconds >= quiet + WARNING) {
      end();
    } else if (seconds >= quiet && seconds > 0) {
      warn(quiet + WARNING - seconds);
    }
  }, 1_000);
  signal.addEventListener('abort', () => clearInterval(clock));
  return back;
}

/** The least that browsers detect is a minute. */
async function idleDetector(seconds, signal) {
  try {
    const permission = await navigator.permissions.query({ name: 'idle-detection' });
    if (permission.state !== 'granted') {
      return undefined;
    }
    const detector = new IdleDetector();
    await detector.start({ threshold: Math.max(seconds, 60) * 1000, signal });
    return detector;
  } catch {
    return undefined;
  }
}

const sleep = (millis) => new Promise((resolve) => {
  setTimeout(resolve, millis, false);
});
