// Codes for those whose badge waits for a PIN: a lost letter, or the second pair of eyes. A new code makes the one before void.

import { make, foreign } from './elements.js';
import { text, count, number } from './texts.js';
import { nameOf, waits } from './badge-words.js';
import { openAgain, openDialog } from './dialog.js';
import { shortfall } from './result-table.js';
import { tray } from './tray.js';
import './work-progress.js';

const CHANNELS = ['letter', 'mail', 'supervised'];

class CodesPanel extends HTMLElement {
  #dialog;
  #body = make('div');

  connectedCallback() {
    const waiting = this.people.filter(({ may }) => may?.code)
      .flatMap((person) => person.badges.filter(waits).map((badge) => ({ person, badge })));
    const usual = this.office.codeChannel === 'mail' ? 'mail' : 'letter';
    const channel = make('select', {}, CHANNELS.map((each) => make('option', { value: each, selected: each === usual }, text(`channel.${each}`))));
    this.#dialog = openDialog(this, text('select.codes'), this.#body);
    this.#body.append(
      make('p', {}, text('codes.what')),
      make('ul', { class: 'rows' }, waiting.map(({ person, badge }) => make('li', {}, foreign(nameOf(person)), ' ', make('code', {}, badge.serial)))),
      make('div', { class: 'filters' }, make('label', {}, text('order.channel'), channel)),
      make('div', { class: 'actions' },
        make('button', { type: 'button', class: 'primary', onclick: () => this.#run(waiting, channel.value) }, count('codes.go', waiting.length)),
        make('button', { type: 'button', onclick: () => this.#dialog.close() }, text('cancel'))));
    channel.focus();
  }

  async #run(waiting, codeChannel) {
    const progress = document.createElement('work-progress');
    this.#body.replaceChildren(progress);
    this.#dialog.busy = true;
    let printed = false;
    const { results, left } = await progress.run(waiting, 1, async ([{ person, badge }]) => {
      const route = `users/${encodeURIComponent(person.id)}/badges/${encodeURIComponent(badge.id)}/code`;
      const answer = await this.api.json(route, { method: 'POST', body: { codeChannel } });
      if (answer.code) {
        printed = true;
        tray.add(person, answer);
      }
      return [answer.mailed === false ? { person, badge, ok: false, problem: { code: 'notMailed' } } : { ok: true }];
    });
    this.#dialog.busy = false;
    this.dispatchEvent(new Event(printed ? 'issued' : 'changed'));
    const failures = results.filter(({ ok }) => !ok);
    if (printed && left + failures.length === 0) {
      this.#dialog.close();
      return;
    }
    if (!this.isConnected) {
      this.#dialog = openAgain(this, text('select.codes'), this.#body);
    }
    const heading = make('h3', { tabindex: '-1' }, text('codes.ended', number(results.length - failures.length), number(failures.length)));
    this.#body.replaceChildren(heading, ...shortfall(left, failures),
      make('div', { class: 'actions' }, make('button', { type: 'button', class: 'primary', onclick: () => this.#dialog.close() }, text('close'))));
    heading.focus();
  }
}

customElements.define('codes-panel', CodesPanel);
