// Sign-ins and what became of them. What is filtered by is in the address, so that a view can be kept and sent.

import { make, foreign } from './elements.js';
import { text, time, number, day, country } from './texts.js';
import './request-detail.js';

const STATUSES = ['accepted', 'denied', 'reported', 'burnt', 'expired', 'superseded', 'cancelled', 'error'];
const METHODS = ['push', 'qr', 'link', 'passcode', 'blokbadge'];
const SIGNS = { accepted: '✓', denied: '✕', reported: '⚠', burnt: '⚠', expired: '○', superseded: '○', cancelled: '○', error: '!' };
const DAYS = ['7', '30', '90'];
const DAY = 24 * 60 * 60 * 1000;
const PAGE = 25;
const TYPING = 400;

class RequestsPage extends HTMLElement {
  #filter = new URLSearchParams(location.search);
  #first = 0;
  #asked = 0;
  #typing;
  #cards = make('dl', { class: 'cards' });
  #state = make('p', { class: 'state' });
  #said = make('p', { role: 'status', 'aria-live': 'polite', class: 'said' });
  #rows = make('tbody');
  #pages = make('nav', { class: 'pages', 'aria-label': text('pages') });
  #custom;

  connectedCallback() {
    const column = (key) => make('th', { scope: 'col' }, text(key));
    this.append(
      make('h2', {}, text('requests')),
      this.#cards,
      this.#filters(),
      this.#said,
      make('table', {},
        make('caption', { class: 'unseen' }, text('requests')),
        make('thead', {}, make('tr', {}, ['time', 'person', 'application', 'method', 'status', 'from'].map(column))),
        this.#rows),
      this.#pages,
      make('div', { class: 'actions' },
        make('button', { type: 'button', onclick: () => this.#save(() => this.api.save(`requests.csv?${this.#query()}`, 'requests.csv')) }, text('csv')),
        make('button', { type: 'button', onclick: () => this.#save(() => this.api.save('export', 'audit-trail.jsonl', { method: 'POST' })) }, text('export'))),
      this.#state);
    this.#load();
  }

  #filters() {
    const pick = (name, key, values, label) => make('label', {}, text(key),
      make('select', { name, onchange: (event) => this.#set(name, event.target.value) },
        make('option', { value: '' }, text('all')),
        values.map((value) => make('option', { value, selected: this.#filter.get(name) === value }, text(label + value)))));
    const date = (name, key) => make('label', {}, text(key),
      make('input', { type: 'date', value: this.#filter.get(name), onchange: (event) => this.#set(name, event.target.value) }));
    this.#custom = make('div', { class: 'custom', hidden: this.#days() !== 'custom' }, date('since', 'since'), date('until', 'until'));
    return make('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
      make('label', {}, text('span'),
        make('select', { name: 'days', onchange: (event) => this.#set('days', event.target.value) },
          [...DAYS, 'custom'].map((value) =>
            make('option', { value, selected: this.#days() === value }, value === 'custom' ? text('custom') : text('days', value))))),
      this.#custom,
      pick('status', 'status', STATUSES, 'status.'),
      pick('method', 'method', METHODS, 'method.'),
      make('label', { class: 'search' }, text('search'),
        make('input', { type: 'search', maxlength: '100', value: this.#filter.get('search') ?? '', placeholder: text('searchHint'),
          oninput: (event) => {
            clearTimeout(this.#typing);
            this.#typing = setTimeout(() => this.#set('search', event.target.value.trim()), TYPING);
          } })));
  }

  #days() {
    const days = this.#filter.get('days');
    return days === 'custom' || DAYS.includes(days) ? days : '30';
  }

  #set(name, value) {
    if (value) {
      this.#filter.set(name, value);
    } else {
      this.#filter.delete(name);
    }
    this.#custom.hidden = this.#days() !== 'custom';
    history.replaceState(null, '', `${location.pathname}${this.#filter.size ? `?${this.#filter}` : ''}${location.hash}`);
    this.#first = 0;
    this.#load();
  }

  #span() {
    if (this.#days() !== 'custom') {
      return { from: Date.now() - Number(this.#days()) * DAY };
    }
    const midnight = (iso) => new Date(`${iso}T00:00:00`).getTime();
    const since = this.#filter.get('since');
    const until = this.#filter.get('until');
    return { ...(since ? { from: midnight(since) } : { from: 0 }), ...(until ? { to: midnight(until) + DAY } : {}) };
  }

  #query(more = {}) {
    const query = new URLSearchParams({ ...this.#span(), ...more });
    for (const name of ['status', 'method', 'search']) {
      if (this.#filter.get(name)) {
        query.set(name, this.#filter.get(name));
      }
    }
    return query;
  }

  async #load() {
    // Whoever types on gets the answer to the last question alone.
    const asked = ++this.#asked;
    this.#said.textContent = text('loading');
    this.setAttribute('aria-busy', 'true');
    try {
      const [found, cards, state] = await Promise.all([
        this.api.json(`requests?${this.#query({ first: this.#first, max: PAGE })}`),
        this.api.json(`cards?${new URLSearchParams(this.#span())}`),
        this.api.json('state')]);
      if (asked === this.#asked) {
        this.#show(found);
        this.#showCards(cards);
        this.#showState(state);
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.#fail(problem);
      }
    } finally {
      this.removeAttribute('aria-busy');
    }
  }

  #show({ total, requests }) {
    this.#said.classList.remove('problem');
    this.#said.textContent = total === 0 ? text('none') : text('found', number(total));
    this.#rows.replaceChildren(...requests.map((request) => this.#row(request)));
    const go = (first, key, possible) => make('button', { type: 'button', disabled: !possible, onclick: () => {
      this.#first = first;
      this.#load();
    } }, text(key));
    this.#pages.replaceChildren(
      go(this.#first - PAGE, 'newer', this.#first > 0),
      go(this.#first + PAGE, 'older', this.#first + PAGE < total));
    this.#pages.hidden = total <= PAGE;
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
      detail.changed = () => this.#load();
      this.append(detail);
    } catch (problem) {
      this.#fail(problem);
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
      this.#said.textContent = text('loading');
      await what();
      this.#said.textContent = text('saved');
    } catch (problem) {
      this.#fail(problem);
    }
  }

  #fail(problem) {
    this.#said.classList.add('problem');
    this.#said.textContent = text({ 403: 'forbidden', 404: 'missing' }[problem.status] ?? (problem.status ? 'failed' : 'offline'), problem.message);
  }
}

customElements.define('requests-page', RequestsPage);
