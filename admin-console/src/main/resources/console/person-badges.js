// One person: all badges, newest first, and what may be done about them. Whoever issues one goes straight on to printing it.

import { make, foreign } from './elements.js';
import { text, count } from './texts.js';
import { failureOf, hasEnded, nameOf } from './badge-words.js';
import { newStatus, openDialog } from './dialog.js';
import { tray } from './tray.js';
import './badge-card.js';
import './order-form.js';

class PersonBadges extends HTMLElement {
  #dialog;
  #status = newStatus();
  #list = make('div', { class: 'badge-list' });
  #order = make('div');

  async connectedCallback() {
    const { person } = this;
    const fact = (key, ...value) => [make('dt', {}, text(key)), make('dd', {}, ...value)];
    this.#dialog = openDialog(this, foreign(nameOf(person)),
      make('dl', { class: 'facts' },
        ...fact('badge.username', foreign(person.username)),
        ...fact('badge.email', foreign(person.email ?? '–'), person.mail ? null : ` (${text('badge.noMail')})`)),
      person.enabled === false ? make('p', { class: 'problem' }, text('badge.disabled')) : null,
      this.#status.element,
      make('h3', {}, text('badge.all')),
      this.#list,
      this.#order,
      make('div', { class: 'actions' }, make('button', { type: 'button', onclick: () => this.#dialog.close() }, text('close'))));
    this.#drawOrder();
    this.#status.say(text('loading'));
    if (await this.#load()) {
      this.#status.say('');
      (this.#list.querySelector('button') ?? this.#order.querySelector('select') ?? this.#dialog.querySelector('h2')).focus();
    }
  }

  #drawOrder() {
    if (!this.person.may?.issue) {
      this.#order.replaceChildren(make('p', { class: 'soft' }, text('order.mayNot')));
      return;
    }
    const order = document.createElement('order-form');
    order.office = this.office;
    this.#order.replaceChildren(make('form', { class: 'order', onsubmit: (event) => {
      event.preventDefault();
      return this.#act('issue', null, order.order);
    } },
    make('h3', {}, text('order.title')), order,
    make('div', { class: 'actions' }, make('button', { class: 'primary' }, text('order.issue')))));
  }

  async #load() {
    try {
      const badges = await this.api.json(this.#route());
      const card = (badge) => Object.assign(document.createElement('badge-card'), {
        badge, person: this.person, may: this.person.may ?? {}, act: (...what) => this.#act(...what),
      });
      const ended = badges.filter(hasEnded);
      const open = badges.filter((badge) => !hasEnded(badge));
      this.#list.replaceChildren(
        ...(open.length ? open.map(card) : [make('p', {}, text('badge.noneNow'))]),
        ...(ended.length ? [make('details', {}, make('summary', {}, count('badge.ended', ended.length)), ...ended.map(card))] : []));
      return true;
    } catch (problem) {
      this.#status.fail(failureOf(problem));
      return false;
    }
  }

  #route(badge, more = '') {
    return `users/${encodeURIComponent(this.person.id)}/badges${badge ? `/${encodeURIComponent(badge.id)}${more}` : ''}`;
  }

  /** One act at a time: a second press while the first is on its way would issue a second badge. */
  async #act(what, badge, body = {}) {
    if (this.#dialog.busy) {
      return;
    }
    this.#dialog.busy = true;
    this.#dialog.setAttribute('aria-busy', 'true');
    this.#status.say(text('loading'));
    try {
      const answer = await this.#ask(what, badge, body);
      if (answer.payload || answer.code) {
        tray.add(this.person, answer);
        this.dispatchEvent(new Event('issued'));
        this.#dialog.close();
        return;
      }
      if (hasEnded(answer)) {
        tray.drop([answer.id]);
      }
      this.dispatchEvent(new Event('changed'));
      await this.#load();
      if (answer.mailed === false) {
        this.#status.fail([text('done.notMailed')]);
      } else {
        this.#status.say(text(answer.mailed ? 'done.mailed' : `done.${what}`, answer.serial));
      }
      this.#list.querySelector(`#badge-${CSS.escape(answer.id)}`)?.closest('badge-card')?.querySelector('button')?.focus();
    } catch (problem) {
      this.#status.fail(failureOf(problem));
      if (problem.status === 409 || problem.status === 404) {
        await this.#load();
      }
      this.#status.element.scrollIntoView({ block: 'nearest' });
    } finally {
      this.#dialog.busy = false;
      this.#dialog.removeAttribute('aria-busy');
    }
  }

  #ask(what, badge, body) {
    const post = (route) => this.api.json(route, { method: 'POST', body });
    switch (what) {
      case 'issue': return post(this.#route());
      case 'reset': return post(this.#route(badge, '/reset-pin'));
      case 'revoke': return this.api.json(this.#route(badge), { method: 'DELETE' });
      case 'dismiss': return this.api.json(this.#route(badge, '/alarm'), { method: 'DELETE' });
      default: return post(this.#route(badge, `/${what}`));
    }
  }
}

customElements.define('person-badges', PersonBadges);
