// What all screens have in common: one heading that the reader is taken to, and work that ends when they leave.

import { Problem, Unreachable } from '../device/api.js';
import * as phone from '../device/phone.js';
import { make } from './elements.js';
import { has, text } from './texts.js';

/** To another screen: the part of the address behind #; or to the same one, anew. */
export function go(target) {
  if (location.hash === `#${target}`) {
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = target;
  }
}

export class Screen extends HTMLElement {
  connectedCallback() {
    this.left = new AbortController();
    this.enter();
  }

  disconnectedCallback() {
    this.left.abort();
  }

  get isLeft() {
    return this.left.signal.aborted;
  }

  /** Another content under another heading, which a screen reader reads. */
  show(title, ...content) {
    if (this.isLeft) {
      return;
    }
    const heading = make('h1', { tabindex: '-1' }, title);
    this.replaceChildren(heading, ...content.flat().filter(Boolean));
    document.title = `${title} · BlokKey`;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Looks now, and again each time this long after an answer, while the page is visible. */
  async poll(millis, look) {
    while (!this.isLeft) {
      if (!document.hidden) {
        await look();
      }
      await this.pause(millis);
    }
  }

  /** Ends early when the page becomes visible again, or the screen is left. */
  pause(millis) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', done);
        resolve();
      };
      const timer = setTimeout(done, millis);
      document.addEventListener('visibilitychange', done);
      this.left.signal.addEventListener('abort', done);
    });
  }

  /**
   * What a failed call means to a person. Leaves the screen where this phone does not count any more.
   *
   * @returns a sentence, or undefined when another screen is shown
   */
  async explain(error) {
    if (error instanceof Problem && error.code === 'device-removed') {
      await phone.forget();
      go('removed');
      return undefined;
    }
    if (error instanceof Problem && error.code === 'device-unknown') {
      // Perhaps a server was restored from an older day: the keys stay until the person begins anew.
      go('removed');
      return undefined;
    }
    if (error instanceof Problem) {
      const key = `problem.${error.code}`;
      return has(key) ? text(key) : text('problem.other', error.code);
    }
    if (error instanceof Unreachable) {
      return text('problem.unreachable');
    }
    if (error?.name === 'SecurityError') {
      return text('problem.address');
    }
    // WebAuthn tells no more than that the person did not agree, or took too long.
    return error?.name === 'NotAllowedError' ? text('problem.not-verified') : text('problem.other', error?.name ?? '');
  }
}
