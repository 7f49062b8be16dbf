// The frame: signs in, shows who and where, and the page. A further page is a further element in <main>.

import { Api } from './api.js';
import { make, foreign } from './elements.js';
import { Session } from './oidc.js';
import * as texts from './texts.js';
import './requests-page.js';

const { text } = texts;

class ConsoleApp extends HTMLElement {
  async connectedCallback() {
    await texts.load();
    document.title = text('title');
    const config = await (await fetch('config.json', { cache: 'no-store' })).json();
    const session = new Session(config);
    try {
      if (!await session.begin()) {
        return;
      }
    } catch (problem) {
      this.append(make('main', {}, make('p', { class: 'problem', role: 'alert' }, text('signInFailed', problem.message))));
      return;
    }
    const page = document.createElement('requests-page');
    page.api = new Api(`${config.admin}audit/`, session);
    this.append(
      make('a', { class: 'skip', href: '#main' }, text('skip')),
      make('header', {},
        make('h1', {}, text('title')),
        make('span', { class: 'realm' }, foreign(config.realm)),
        this.#languages(),
        make('span', { class: 'who' }, foreign(session.name)),
        make('button', { type: 'button', class: 'quiet', onclick: () => session.signOut() }, text('signOut'))),
      make('main', { id: 'main', tabindex: '-1' }, page));
  }

  #languages() {
    return make('select', { 'aria-label': text('language'), onchange: (event) => texts.choose(event.target.value) },
      Object.entries(texts.LANGUAGES).map(([tag, name]) =>
        make('option', { value: tag, lang: tag, selected: tag === texts.language }, name)));
  }
}

customElements.define('console-app', ConsoleApp);
