// What both pages with a list share: what is filtered by is in the address, so that a view can be kept and sent; whoever types on gets the
// answer to the last question alone; a list goes on from page to page.

import { make } from './elements.js';
import { text } from './texts.js';
import { failureOf } from './badge-words.js';
import { newStatus } from './dialog.js';

const TYPING = 400;
export const PAGE = 25;

/** Of who extends it: ask() answers with what show() shows. */
export class ListPage extends HTMLElement {
  #filter = new URLSearchParams(location.search);
  #asked = 0;
  #typing;
  first = 0;
  /** The address's fragment, that the filters stand before. */
  fragment = location.hash;
  /** What is said where the server refuses with such a status. */
  refusals = {};
  status = newStatus();
  rows = make('tbody');
  pages = make('nav', { class: 'pages', 'aria-label': text('pages') });
  /** Settles when what was asked for last is shown. */
  loaded;

  disconnectedCallback() {
    // The address belongs to the next page.
    clearTimeout(this.#typing);
  }

  get(name) {
    return this.#filter.get(name) ?? '';
  }

  set(name, value) {
    if (value) {
      this.#filter.set(name, value);
    } else {
      this.#filter.delete(name);
    }
    history.replaceState(null, '', `${location.pathname}${this.#filter.size ? `?${this.#filter}` : ''}${this.fragment}`);
    this.first = 0;
    return this.load();
  }

  /** Those of the filters that are set. */
  filters(...names) {
    return Object.fromEntries(names.filter((name) => this.get(name)).map((name) => [name, this.get(name)]));
  }

  searchField(hint) {
    return make('label', { class: 'search' }, text('search'),
      make('input', { type: 'search', maxlength: '100', value: this.get('search'), placeholder: text(hint), oninput: (event) => {
        clearTimeout(this.#typing);
        this.#typing = setTimeout(() => this.set('search', event.target.value.trim()), TYPING);
      } }));
  }

  load() {
    this.loaded = this.#load();
    return this.loaded;
  }

  async #load() {
    const asked = ++this.#asked;
    this.status.say(text('loading'));
    this.setAttribute('aria-busy', 'true');
    try {
      const found = await this.ask();
      if (asked === this.#asked) {
        this.show(found);
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.fail(problem);
      }
    } finally {
      if (asked === this.#asked) {
        this.removeAttribute('aria-busy');
      }
    }
  }

  fail(problem) {
    const words = this.refusals[problem.status];
    this.status.fail(words ? [text(words)] : failureOf(problem));
  }

  showPages(before, after, more) {
    const go = (by, key, possible) => make('button', { type: 'button', name: key, disabled: !possible, onclick: async () => {
      this.first = Math.max(0, this.first + by);
      await this.load();
      this.turned(key);
    } }, text(key));
    this.pages.replaceChildren(go(-PAGE, before, this.first > 0), go(PAGE, after, more));
    this.pages.hidden = !more && this.first === 0;
  }

  /** Where somebody goes on who has turned the page. */
  turned(key) {
    (this.pages.querySelector(`button[name="${key}"]:enabled`) ?? this.pages.querySelector('button:enabled'))?.focus();
  }
}
