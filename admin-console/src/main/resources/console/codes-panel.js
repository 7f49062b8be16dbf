// Codes for those whose badge waits for a PIN: a lost letter, or the second pair of eyes. A new code makes the one before void.

import { make, foreign } from './elements.js';
import { text, count, number } from './texts.js';
import { nameOf, waits } from './badge-words.js';
import { openDialog } from './dialog.js';
import { failureList } from './result-table.js';
import { tray } from './tray.js';
import './work-progress.js';

const CHANNELS = ['letter', 'mail', 'supervised'];

class CodesPanel extends HTMLElement {
  #dialog;
  #body = make('div');
  #progress;

  connectedCallback() {
    const waiting = this.people.filter(({ may }) => may?.code)
      .flatMap((person) => person.badges.filter(waits).map((badge) => ({ person, badge })));
    const usual = this.office.codeChannel === 'mail' ? 'mail' : 'letter';
    const channel = make('select', {}, CHANNELS.map((each) => make('option', { value: each, selected: each === usual }, text(`channel.${each}`))));
    this.#dialog = openDialog(this, text('select.codes'), this.#body);
    this.#dialog.addEventListener('close', () => this.#progress?.stop());
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
    this.#progress = document.createElement('work-progress');
    this.#body.replaceChildren(this.#progress);
    this.#dialog.busy = true;
    const failures = [];
    let given = 0;
    let printed = false;
    await this.#progress.run(waiting, 1, async ([{ person, badge }]) => {
      try {
        const route = `users/${encodeURIComponent(person.id)}/badges/${encodeURIComponent(badge.id)}/code`;
        const answer = await this.api.json(route, { method: 'POST', body: { codeChannel } });
        if (answer.mailed === false) {
          failures.push({ person, badge, problem: { code: 'notMailed' } });
          return;
        }
        given++;
        if (answer.code) {
          printed = true;
          tray.add(person, answer);
        }
      } catch (problem) {
        failures.push({ person, badge, problem: { code: problem.status ? problem.code : 'unknown', title: problem.title } });
      }
    });
    this.#dialog.busy = false;
    this.dispatchEvent(new Event(printed ? 'issued' : 'changed'));
    if (printed && failures.length === 0) {
      this.#dialog.close();
      return;
    }
    const heading = make('h3', { tabindex: '-1' }, text('codes.ended', number(given), number(failures.length)));
    this.#body.replaceChildren(heading, ...failureList(failures),
      make('div', { class: 'actions' }, make('button', { type: 'button', class: 'primary', onclick: () => this.#dialog.close() }, text('close'))));
    heading.focus();
  }
}

customElements.define('codes-panel', CodesPanel);
