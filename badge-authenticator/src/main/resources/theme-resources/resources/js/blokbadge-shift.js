// The person who is signed in at a workstation, and how that ends: by hand, by the next person's badge, or because nobody is there. What they
// came for is open in a window of its own, so that this page stays, can hear the next scan, and can close that window with all its history.

import { beep } from './blokbadge-camera.js';

const WORK = 'blokbadge-work';
const FRONT = 'blokbadge-front';
const CHANNEL = 'blokbadge-shift';
const RETURN = 'blokbadge.return';
const LEFT = 'blokbadge.left';

/** An application that is visited at sign-out comes back within this, or is left behind. */
const SIGN_OUT_TIME = 8_000;
const LOOK = 500;

/** Windows that are tried in vain before this one goes. */
const TRIES = 2;

/** How long the warning stands before a session that nobody uses ends; half of the time where that is less. */
const WARNING = 60_000;

/** The least that browsers detect. */
const LEAST_DETECTED = 60_000;

/** @returns whether the browser let it open */
export function openWork(address) {
  return window.open(address, WORK) !== null;
}

/**
 * Asks the server who is here.
 *
 * @param address of the workstation's pages
 * @param ticket of whom this page is about
 * @param there whether somebody is at the machine
 * @returns `ticket`, `signedIn` and the `step` of their sign-out; empty where nobody is; nothing without a connection
 */
export async function ask(address, ticket = '', there = false) {
  try {
    const answer = await fetch(`${address}/here`, { method: 'POST', body: new URLSearchParams({ ticket, there }) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

let leaving;

/**
 * Ends all that the person before has left, at Keycloak and at every application: in their window, or where there is none in this one. Then
 * this page is gone, and opens again. Whoever asks while it goes on waits for the same.
 *
 * @param of the person: address `signOut`, `ticket`
 * @param after where this page goes on if it had to leave
 * @param offline is told when there is no connection
 */
export function leave(of, after, offline) {
  leaving ??= walk(of, after, offline).finally(() => {
    leaving = undefined;
  });
  return leaving;
}

async function walk({ signOut, ticket }, after, offline) {
  const address = signOut.replace(/\/sign-out\?.*$/, '');
  const channel = new BroadcastChannel(CHANNEL);
  const out = new Promise((resolve) => {
    channel.onmessage = () => resolve(true);
  });
  const windows = [];
  let last = (await ask(address, ticket))?.step;
  let stuck = 0;
  try {
    while (stuck < TRIES) {
      // The window there is, while it moves; a browser may have put it out of our reach. Each time the server goes on after the application
      // that kept it.
      const work = window.open(signOut, stuck === 0 ? WORK : `${WORK}-${stuck}`);
      if (work === null) {
        break;
      }
      windows.push(work);
      const now = await standstill(address, ticket, out, offline);
      if (now === undefined) {
        return undefined;
      }
      stuck = now === last ? stuck + 1 : 0;
      last = now;
    }
  } finally {
    channel.close();
    for (const each of windows) {
      each.close();
    }
  }
  if (stuck > 0) {
    // No window moves. What can be done without one, at once.
    await fetch(`${address}/sign-out`, { method: 'POST', body: new URLSearchParams({ ticket }) }).catch(offline);
  }
  // An application may keep this window, too: until somebody opens the workstation's address again, where it goes on.
  sessionStorage.setItem(RETURN, after);
  sessionStorage.setItem(LEFT, 'yes');
  location.replace(signOut);
  return new Promise(() => {});
}

/** @returns the step that has taken too long; nothing when all is done */
async function standstill(address, ticket, out, offline) {
  let step;
  let since = Date.now();
  while (Date.now() - since < SIGN_OUT_TIME) {
    if (await Promise.race([out, sleep(LOOK)])) {
      return undefined;
    }
    const now = await ask(address, ticket);
    if (now === undefined) {
      // Without a connection nothing is done, and nothing given up.
      offline();
      since = Date.now();
    } else if (now.ticket !== ticket) {
      return undefined;
    } else if (now.step !== step) {
      step = now.step;
      since = Date.now();
    }
  }
  return step;
}

/** On the page where a sign-out ends: tells whoever waits, or goes back. */
export function left(start) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('out');
  const after = sessionStorage.getItem(RETURN);
  sessionStorage.removeItem(RETURN);
  if (after !== null || !window.name.startsWith(WORK)) {
    location.replace(after ?? start);
  }
}

/** Whether this page was left for a sign-out; once. */
export function wasLeft() {
  const was = sessionStorage.getItem(LEFT) !== null;
  sessionStorage.removeItem(LEFT);
  return was;
}

/** Once a second, whatever is in front of this page. @returns what ends it */
export function everySecond(tick) {
  let slow;
  const slowly = () => {
    slow ??= setInterval(tick, 1_000);
  };
  let clock;
  try {
    clock = new Worker(new URL('./blokbadge-clock.js', import.meta.url));
    clock.onmessage = tick;
    clock.onerror = slowly;
  } catch {
    slowly();
  }
  return () => {
    clock?.terminate();
    clearInterval(slow);
  };
}

let watching;
let isThere = true;

/** Whether somebody was at the machine lately, as far as this page can know. */
export const isSomebodyThere = () => isThere;

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
  isThere = true;
  if (of === undefined) {
    return;
  }
  watching = new AbortController();
  const { signal } = watching;
  element('open').addEventListener('click', () => {
    if (!openWork(of.start)) {
      location.assign(of.start);
    }
  });
  element('end').addEventListener('click', () => {
    watching.abort();
    end('ENDED');
  }, { once: true });
  const [warning, seconds] = [element('idle-text'), element('idle-seconds')];
  let front;
  const warn = (left) => {
    isThere = left === undefined;
    element('idle').hidden = isThere;
    if (isThere) {
      warning.textContent = '';
      front?.close();
      front = undefined;
    } else if (warning.textContent === '') {
      beep();
      warning.textContent = said('SHIFT_IDLE');
      front = inFront(of.signOut);
    }
    seconds.textContent = isThere ? '' : String(left);
  };
  signal.addEventListener('abort', () => front?.close());
  const back = await watch(Number(of.idle) * 60_000, warn, () => {
    watching.abort();
    end('ENDED_IDLE');
  }, signal);
  element('stay').addEventListener('click', back);
}

/** A warning in this page is seen by nobody who works in another window: it gets a small one of its own, where the browser allows it. */
function inFront(signOut) {
  return document.visibilityState === 'visible' && document.hasFocus()
    ? undefined : window.open(new URL('front', signOut), FRONT, 'popup,width=480,height=320');
}

/**
 * Watches whether somebody is there: by the browser's idle detection for the whole machine, where it was allowed; else by what happens in
 * this page, while it is the one that is seen. Counts time, not ticks: they may come late.
 *
 * @param most milliseconds until the session ends
 * @param warn is told the seconds that are left, once a second; then nothing when somebody is there again
 * @param end when nobody was
 * @param signal that it is over
 * @returns what says that somebody is there
 */
async function watch(most, warn, end, signal) {
  const warning = Math.min(WARNING, most / 2);
  const quiet = most - warning;
  let last = Date.now();
  let warned = false;
  const back = () => {
    last = Date.now();
    if (warned) {
      warned = false;
      warn();
    }
  };
  const detected = Math.max(quiet, LEAST_DETECTED);
  const machine = await idleDetector(detected, signal);
  if (signal.aborted) {
    return back;
  }
  const limit = (machine === undefined ? quiet : detected) + warning;
  if (machine === undefined) {
    for (const event of ['keydown', 'pointerdown', 'pointermove']) {
      document.addEventListener(event, back, { signal });
    }
  } else {
    machine.addEventListener('change', () => {
      if (machine.userState === 'active') {
        back();
      } else {
        // Nobody has been there for as long as the browser was asked to wait.
        last = Date.now() - detected;
      }
    }, { signal });
  }
  const over = everySecond(() => {
    if (machine === undefined ? document.visibilityState !== 'visible' : machine.userState === 'active') {
      back();
    }
    const gone = Date.now() - last;
    if (gone >= limit) {
      end();
    } else if (gone >= limit - warning) {
      warned = true;
      warn(Math.ceil((limit - gone) / 1_000));
    }
  });
  signal.addEventListener('abort', over);
  return back;
}

async function idleDetector(threshold, signal) {
  try {
    const permission = await navigator.permissions.query({ name: 'idle-detection' });
    if (permission.state !== 'granted') {
      return undefined;
    }
    const detector = new IdleDetector();
    await detector.start({ threshold, signal });
    return detector;
  } catch {
    return undefined;
  }
}

const sleep = (millis) => new Promise((resolve) => {
  setTimeout(resolve, millis, false);
});
