// Browsers that the person chose to remember: pushes come from them without a question.

import * as phone from '../device/phone.js';
import { button, foreign, make } from '../ui/elements.js';
import { Screen } from '../ui/screen.js';
import { text, time } from '../ui/texts.js';

class Browsers extends Screen {
  async enter() {
    this.show(text('browsers.title'), make('p', { role: 'status' }, text('wait')));
    await this.#load();
  }

  async #load() {
    try {
      const known = await phone.browsers();
      this.show(
        text('browsers.title'),
        make('p', {}, text('browsers.what')),
        known.length === 0
          ? make('p', { class: 'none' }, text('browsers.none'))
          : make('ul', { class: 'cards', role: 'list' }, known.map((browser) => this.#card(browser))),
      );
    } catch (error) {
      const words = await this.explain(error);
      if (words) {
        this.show(text('browsers.title'), make('p', { class: 'problem', role: 'alert' }, words));
      }
    }
  }

  #card(browser) {
    return make(
      'li',
      { class: 'card' },
      make('strong', {}, foreign(browser.name)),
      make('span', {}, text('browsers.used', time(browser.lastUsed))),
      button('', text('browsers.forget'), async () => {
        try {
          await phone.forgetBrowser(browser.browser);
        } catch (error) {
          await this.explain(error);
        }
        await this.#load();
      }, { 'aria-label': text('browsers.forget-which', browser.name) }),
    );
  }
}

customElements.define('blokkey-browsers', Browsers);
