// The frame: signs in, shows who and where, and the page that the address names. A further page is a further line of PAGES.

import { Api } from './api.js';
import { make, foreign } from './elements.js';
import { Session } from './oidc.js';
import * as texts from './texts.js';
import './requests-page.js';
import './badges-page.js';

const { text } = texts;

/** By the address's fragment: the element, what the admin REST's part of its own is called, and whether an answer lets whoever asks in. */
const PAGES = {
  requests: { element: 'requests-page', part: 'audit/', first: 'state', lets: () => true },
  badges: { element: 'badges-page', part: 'blokbadge/', first: 'office', lets: (office) => office.issuer || office.codePrinter || office.manageRealm },
};

class ConsoleApp extends HTMLElement {
  #config;
  #session;
  #main = make('main', { id: 'main', tabindex: '-1' });
  #links = {};

  async connectedCallback() {
    await texts.load();
    document.title = text('title');
    this.#config = await (await fetch('config.json', { cache: 'no-store' })).json();
    this.#session = new Session(this.#config);
    try {
      if (!await this.#session.begin()) {
        return;
      }
    } catch (problem) {
      this.append(make('main', {}, make('p', { class: 'problem', role: 'alert' }, text('signInFailed', problem.message))));
      return;
    }
    this.append(
      make('a', { class: 'skip', href: '#main', onclick: (event) => this.#skip(event) }, text('skip')),
      make('header', {},
        make('h1', {}, text('title')),
        make('span', { class: 'realm' }, foreign(this.#config.realm)),
        make('nav', { 'aria-label': text('areas') }, Object.keys(PAGES).map((name) => this.#link(name))),
        this.#languages(),
        make('span', { class: 'who' }, foreign(this.#session.name)),
        make('button', { type: 'button', class: 'quiet', onclick: () => this.#session.signOut() }, text('signOut'))),
      this.#main);
    addEventListener('popstate', () => this.#show(this.#named() ?? 'requests'));
    this.#show(this.#named() ?? await this.#allowed());
  }

  /** The fragment is the page's name, so the way to the content cannot be one. */
  #skip(event) {
    event.preventDefault();
    this.#main.focus();
  }

  #link(name) {
    const go = (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        history.pushState(null, '', `${location.pathname}#${name}`);
        this.#show(name);
      }
    };
    this.#links[name] = make('a', { href: `${location.pathname}#${name}`, onclick: go }, text(`area.${name}`));
    return this.#links[name];
  }

  #named() {
    const name = location.hash.slice(1);
    return Object.hasOwn(PAGES, name) ? name : null;
  }

  /** Who names no page gets the first one that is there for him. */
  async #allowed() {
    for (const [name, { part, first, lets }] of Object.entries(PAGES)) {
      try {
        if (lets(await this.#api(part).json(first))) {
          return name;
        }
      } catch {
        // Not this one, then.
      }
    }
    return 'requests';
  }

  #show(name) {
    for (const [each, link] of Object.entries(this.#links)) {
      if (each === name) {
        link.setAttribute('aria-current', 'page');
      } else {
        link.removeAttribute('aria-current');
      }
    }
    document.title = `${text(`area.${name}`)} – ${text('title')}`;
    const page = document.createElement(PAGES[name].element);
    page.api = this.#api(PAGES[name].part);
    page.house = this.#api('');
    this.#main.replaceChildren(page);
  }

  #api(part) {
    return new Api(this.#config.admin + part, this.#session);
  }

  #languages() {
    return make('select', { 'aria-label': text('language'), onchange: (event) => texts.choose(event.target.value) },
      Object.entries(texts.LANGUAGES).map(([tag, name]) =>
        make('option', { value: tag, lang: tag, selected: tag === texts.language }, name)));
  }
}

customElements.define('console-app', ConsoleApp);
