// What has ended. Whoever finds a sign-in that was not theirs can say so afterwards, which ends its session.

import * as phone from '../device/phone.js';
import { button, facts, foreign, make } from '../ui/elements.js';
import { Screen } from '../ui/screen.js';
import { has, text, time } from '../ui/texts.js';

class History extends Screen {
  async enter() {
    this.show(text('history.title'), make('p', { role: 'status' }, text('wait')));
    await this.#load();
  }

  async #load(said) {
    try {
      const ended = await phone.history();
      this.show(
        text('history.title'),
        said ? make('p', { role: 'status', class: 'box' }, said) : null,
        ended.length === 0
          ? make('p', { class: 'none' }, text('history.none'))
          : make('ul', { class: 'cards', role: 'list' }, ended.map((request) => this.#card(request))),
      );
    } catch (error) {
      const words = await this.explain(error);
      if (words) {
        this.show(text('history.title'), make('p', { class: 'problem', role: 'alert' }, words));
      }
    }
  }

  #card(request) {
    const key = `state.${request.state}`;
    return make(
      'li',
      { class: 'card' },
      make('strong', {}, foreign(request.clientName)),
      make('span', { class: `state ${request.state.toLowerCase()}` }, has(key) ? text(key) : request.state),
      make('span', {}, time(request.created)),
      make(
        'details',
        {},
        make('summary', {}, text('history.details')),
        facts([
          [text('request.browser'), foreign(text('request.from', request.browser, request.system))],
          [text('request.place'), request.place && foreign(request.place)],
          [text('request.address'), foreign(request.address)],
        ]),
        request.state === 'REPORTED' ? null : button('bad', text('report'), () => this.#report(request.request), { 'aria-label': `${text('report')}: ${request.clientName}` }),
      ),
    );
  }

  async #report(id) {
    try {
      await phone.refuse('report', await phone.read(id));
      await this.#load(text('report.done'));
    } catch (error) {
      await this.#load(await this.explain(error));
    }
  }
}

customElements.define('blokkey-history', History);
