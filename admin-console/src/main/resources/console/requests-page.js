// Sign-ins and what became of them.

import { make, foreign } from './elements.js';
import { text, time, number, day, country } from './texts.js';
import { ListPage, PAGE } from './list-page.js';
import './request-detail.js';

const STATUSES = ['accepted', 'denied', 'reported', 'burnt', 'expired', 'superseded', 'cancelled', 'error'];
const METHODS = ['push', 'qr', 'link', 'passcode', 'blokbadge'];
const SIGNS = { accepted: '✓', denied: '✕', reported: '⚠', burnt: '⚠', expired: '○', superseded: '○', cancelled: '○', error: '!' };
const DAYS = ['7', '30', '90'];
const DAY = 24 * 60 * 60 * 1000;

class RequestsPage extends ListPage {
  refusals = { 403: 'forbidden', 404: 'missing' };
  #cards = make('dl', { class: 'cards' });
  #state = make('p', { class: 'state' });
  #custom;

  connectedCallback() {
    const column = (key) => make('th', { scope: 'col' }, text(key));
    this.append(
      make('h2', {}, text('requests')),
      this.#cards,
      this.#filters(),
      this.status.element,
      make('table', {},
        make('caption', { class: 'unseen' }, text('requests')),
        make('thead', {}, make('tr', {}, ['time', 'person', 'application', 'method', 'status', 'from'].map(column))),
        this.rows),
      this.pages,
      make('div', { class: 'actions' },
        make('button', { type: 'button', onclick: () => this.#save(() => this.api.save(`requests.csv?${this.#query()}`, 'requests.csv')) }, text('csv')),
        make('button', { type: 'button', onclick: () => this.#save(() => this.api.save('export', 'audit-trail.jsonl', { method: 'POST' })) }, text('export'))),
      this.#state);
    this.load();
  }

  #filters() {
    const pick = (name, key, values, label) => make('label', {}, text(key),
      make('select', { name, onchange: (event) => this.set(name, event.target.value) },
        make('option', { value: '' }, text('all')),
        values.map((value) => make('option', { value, selected: this.get(name) === value }, text(label + value)))));
    const date = (name, key) => make('label', {}, text(key),
      make('input', { type: 'date', value: this.get(name), onchange: (event) => this.set(name, event.target.value) }));
    this.#custom = make('div', { class: 'custom', hidden: true }, date('since', 'since'), date('until', 'until'));
    return make('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
      make('label', {}, text('span'),
        make('select', { name: 'days', onchange: (event) => this.set('days', event.target.value) },
          [...DAYS, 'custom'].map((value) =>
            make('option', { value, selected: this.#days() === value }, value === 'custom' ? text('custom') : text('days', value))))),
      this.#custom,
      pick('status', 'status', STATUSES, 'status.'),
      pick('method', 'method', METHODS, 'method.'),
      this.searchField('searchHint'));
  }

  #days() {
    const days = this.get('days');
    return days === 'custom' || DAYS.includes(days) ? days : '30';
  }

  load() {
    this.#custom.hidden = this.#days() !== 'custom';
    return super.load();
  }

  #span() {
    if (this.#days() !== 'custom') {
      return { from: Date.now() - Number(this.#days()) * DAY };
    }
    const midnight = (iso) => new Date(`${iso}T00:00:00`).getTime();
    const since = this.get('since');
    const until = this.get('until');
    return { ...(since ? { from: midnight(since) } : { from: 0 }), ...(until ? { to: midnight(until) + DAY } : {}) };
  }

  #query(more = {}) {
    return new URLSearchParams({ ...this.#span(), ...more, ...this.filters('status', 'method', 'search') });
  }

  ask() {
    return Promise.all([
      this.api.json(`requests?${this.#query({ first: this.first, max: PAGE })}`),
      this.api.json(`cards?${new URLSearchParams(this.#span())}`),
      this.api.json('state')]);
  }

  show([{ total, requests }, cards, state]) {
    this.status.say(total === 0 ? text('none') : text('found', number(total)));
    this.rows.replaceChildren(...requests.map((request) => this.#row(request)));
    this.showPages('newer', 'older', this.first + PAGE < total);
    this.#showCards(cards);
    this.#showState(state);
  }

  #row(request) {
    const cell = (key, ...content) => make('td', { 'data-label': text(key) }, ...content);
    return make('tr', {},
      cell('time', make('button', { type: 'button', class: 'link', title: new Date(request.time).toISOString(),
        onclick: () => this.#open(request.id) }, time(request.time))),
      cell('person', request.erased ? text('erased') : foreign(request.userName ?? request.user ?? '–')),
      cell('application', foreign(request.client ?? '–')),
      cell('method', request.method ? text(`method.${request.method}`) : '–'),
      cell('status', make('span', { class: `status ${request.status}` },
        make('span', { 'aria-hidden': 'true' }, SIGNS[request.status] ?? ''), ' ', text(`status.${request.status}`))),
      cell('from', foreign([request.place, request.address].filter(Boolean).join(' · ') || '–')));
  }

  async #open(id) {
    try {
      const detail = document.createElement('request-detail');
      detail.api = this.api;
      detail.request = await this.api.json(`requests/${id}`);
      detail.changed = () => this.load();
      this.append(detail);
    } catch (problem) {
      this.fail(problem);
    }
  }

  #showCards({ total, byStatus, countries, topCountry, peakDay, peakDayTotal }) {
    const card = (key, value) => [make('div', {}, make('dt', {}, text(key)), make('dd', {}, value))];
    this.#cards.replaceChildren(
      ...card('cards.total', number(total)),
      ...card('cards.accepted', number(byStatus.accepted ?? 0)),
      ...card('cards.refused', number((byStatus.denied ?? 0) + (byStatus.reported ?? 0) + (byStatus.burnt ?? 0))),
      ...card('cards.countries', countries ? number(countries) : '–'),
      ...card('cards.topCountry', topCountry ? country(topCountry) : '–'),
      ...card('cards.peakDay', peakDay ? `${day(peakDay)} (${number(peakDayTotal)})` : '–'));
  }

  #showState({ records, unlinked, anchor, refused, lastCheckpoint, witnesses }) {
    const behind = Math.max(0, ...witnesses.map((witness) => witness.behind));
    this.#state.replaceChildren(text('state', number(records), number(unlinked), lastCheckpoint ? time(lastCheckpoint) : '–'));
    for (const [shown, key, value] of [[anchor === 'none', 'state.noAnchor'], [refused > 0, 'state.refused', number(refused)], [behind > 1, 'state.behind', number(behind)]]) {
      if (shown) {
        this.#state.append(' ', make('strong', { class: 'warning' }, text(key, value)));
      }
    }
  }

  async #save(what) {
    try {
      this.status.say(text('loading'));
      await what();
      this.status.say(text('saved'));
    } catch (problem) {
      this.fail(problem);
    }
  }
}

customElements.define('requests-page', RequestsPage);
