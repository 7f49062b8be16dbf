// The badge office: the people whom this manager may see, their badges, and what is done about many of them at once. What is filtered by
// is in the address; what was issued is in the print panel above.

import { make } from './elements.js';
import { text, count } from './texts.js';
import { failureOf, STATES, waits } from './badge-words.js';
import { personRow } from './person-row.js';
import { tray } from './tray.js';
import './alarm-banner.js';
import './bulk-panel.js';
import './codes-panel.js';
import './group-picker.js';
import './person-badges.js';
import './print-panel.js';
import './void-panel.js';

const PAGE = 25;
const TYPING = 400;

class BadgesPage extends HTMLElement {
  #filter = new URLSearchParams(location.search);
  #first = 0;
  #asked = 0;
  #typing;
  #loaded;
  #office;
  #people = [];
  #selected = new Map();
  #said = make('p', { role: 'status', class: 'said' });
  #rows = make('tbody');
  #all = make('input', { type: 'checkbox', 'aria-label': text('select.all'), onchange: () => this.#selectShown() });
  #pages = make('nav', { class: 'pages', 'aria-label': text('pages') });
  #bar = make('div', { class: 'selection', role: 'region', 'aria-label': text('select.what') });
  #alarms = document.createElement('alarm-banner');
  #print = document.createElement('print-panel');
  #redraw = () => this.#drawBar();

  async connectedCallback() {
    this.append(make('h2', {}, text('badges')), this.#said);
    this.#said.textContent = text('loading');
    try {
      this.#office = await this.api.json('office');
    } catch (problem) {
      this.#fail(problem, { 403: 'badges.forbidden', 404: 'badges.missing' });
      return;
    }
    this.#print.api = this.api;
    this.#print.office = this.#office;
    this.#print.addEventListener('forgotten', () => this.querySelector('input[type=search]').focus());
    this.#alarms.api = this.api;
    this.#alarms.show = () => this.#showAlarms();
    const head = (key) => make('th', { scope: 'col' }, text(key));
    this.#said.before(this.#alarms, ...this.#warnings(), this.#print, this.#filters());
    this.append(
      make('table', { class: 'people' },
        make('caption', { class: 'unseen' }, text('badges')),
        make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, make('label', { class: 'tick' }, this.#all)), head('person'), head('badge.badges'))),
        this.#rows),
      this.#pages, this.#bar);
    tray.addEventListener('change', this.#redraw);
    this.#changed();
  }

  disconnectedCallback() {
    tray.removeEventListener('change', this.#redraw);
  }

  #warnings() {
    const { usable, issuer, codePrinter } = this.#office;
    return [usable ? null : 'badges.noKeys', issuer ? null : codePrinter ? 'badges.onlyCodes' : 'badges.notIssuer']
      .filter(Boolean).map((key) => make('p', { class: 'warning' }, make('strong', {}, text(key))));
  }

  #filters() {
    const group = document.createElement('group-picker');
    group.house = this.house;
    group.value = this.#filter.get('group') ?? '';
    group.addEventListener('change', () => this.#set('group', group.value));
    const press = (key, open) => make('button', { type: 'button', onclick: open }, text(key));
    return make('div', {},
      make('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
        make('label', { class: 'search' }, text('search'),
          make('input', { type: 'search', maxlength: '100', value: this.#filter.get('search') ?? '', placeholder: text('badges.searchHint'),
            oninput: (event) => {
              clearTimeout(this.#typing);
              this.#typing = setTimeout(() => this.#set('search', event.target.value.trim()), TYPING);
            } })),
        group,
        make('label', {}, text('badge.state'), make('select', { name: 'state', onchange: (event) => this.#set('state', event.target.value) },
          make('option', { value: '' }, text('all')),
          STATES.map((value) => make('option', { value, selected: this.#filter.get('state') === value }, text(`filter.${value}`)))))),
      make('div', { class: 'actions' },
        ...(this.#office.issuer ? [press('bulk.group', () => this.#open('bulk-panel', { group: true })), press('bulk.csv', () => this.#open('bulk-panel', { csv: true }))] : []),
        press('void.rule', () => this.#open('void-panel', { rule: true }))));
  }

  #showAlarms() {
    const state = this.querySelector('select[name=state]');
    state.value = 'alarm';
    this.#set('state', 'alarm');
    state.focus();
  }

  #set(name, value) {
    if (value) {
      this.#filter.set(name, value);
    } else {
      this.#filter.delete(name);
    }
    history.replaceState(null, '', `${location.pathname}${this.#filter.size ? `?${this.#filter}` : ''}#badges`);
    this.#first = 0;
    this.#load();
  }

  #changed() {
    this.#alarms.load();
    return this.#load();
  }

  #load() {
    this.#loaded = this.#ask();
    return this.#loaded;
  }

  async #ask() {
    // Whoever types on gets the answer to the last question alone.
    const asked = ++this.#asked;
    this.#said.classList.remove('problem');
    this.#said.textContent = text('loading');
    this.setAttribute('aria-busy', 'true');
    try {
      const query = new URLSearchParams({ first: this.#first, max: PAGE });
      for (const name of ['search', 'group', 'state']) {
        if (this.#filter.get(name)) {
          query.set(name, this.#filter.get(name));
        }
      }
      const found = await this.api.json(`people?${query}`);
      if (asked === this.#asked) {
        this.#show(found);
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.#fail(problem, { 403: 'badges.forbidden' });
      }
    } finally {
      this.removeAttribute('aria-busy');
    }
  }

  #show({ people, more }) {
    this.#people = people;
    this.#said.textContent = people.length === 0 ? text('badges.none') : count(more || this.#first ? 'badges.shown' : 'people', people.length);
    for (const person of people.filter(({ id }) => this.#selected.has(id))) {
      this.#selected.set(person.id, person);
    }
    this.#rows.replaceChildren(...people.map((person) => personRow(person, this.#selected.has(person.id),
      { select: (yes) => {
        this.#select(person, yes);
        this.#drawBar();
      }, open: () => this.#openPerson(person) })));
    const go = (first, key, possible) => make('button', { type: 'button', disabled: !possible, onclick: async () => {
      this.#first = first;
      await this.#load();
      this.#all.focus();
    } }, text(key));
    this.#pages.replaceChildren(go(Math.max(0, this.#first - PAGE), 'page.before', this.#first > 0), go(this.#first + PAGE, 'page.after', more));
    this.#pages.hidden = !more && this.#first === 0;
    this.#drawBar();
  }

  #select(person, yes) {
    if (yes) {
      this.#selected.set(person.id, person);
    } else {
      this.#selected.delete(person.id);
    }
  }

  #selectShown() {
    const yes = this.#all.checked;
    this.#people.forEach((person) => this.#select(person, yes));
    this.#rows.querySelectorAll('input[type=checkbox]').forEach((tick) => { tick.checked = yes; });
    this.#drawBar();
  }

  /** What can be done with those who are selected, where at least one of them allows it. */
  #drawBar() {
    const people = [...this.#selected.values()];
    const shown = this.#people.filter(({ id }) => this.#selected.has(id)).length;
    this.#all.checked = shown > 0 && shown === this.#people.length;
    this.#all.indeterminate = shown > 0 && shown < this.#people.length;
    const any = (may, has = () => true) => people.some((person) => person.may?.[may] && has(person));
    const badges = (fits) => (person) => person.badges.some(fits);
    const held = tray.of(this.#selected).length;
    const button = (key, possible, press, kind = '') => possible ? make('button', { type: 'button', class: kind, onclick: press }, text(key)) : null;
    this.#bar.hidden = people.length === 0;
    this.#bar.replaceChildren(
      make('span', { role: 'status' }, people.length ? count('select.count', people.length) : ''),
      ...[button('select.issue', any('issue'), () => this.#forSelected('bulk-panel'), 'primary'),
        button('select.renew', any('issue', badges(({ kind, state }) => kind === 'standard' && state === 'active')), () => this.#forSelected('bulk-panel', { renew: true })),
        button('select.codes', any('code', badges(waits)), () => this.#forSelected('codes-panel')),
        button('select.print', held > 0, () => this.#print.choose([...this.#selected.keys()])),
        button('select.revoke', any('stop', badges(() => true)), () => this.#forSelected('void-panel'), 'danger'),
        button('select.clear', true, () => this.#clear(), 'quiet')].filter(Boolean));
  }

  #clear() {
    this.#selected.clear();
    this.#rows.querySelectorAll('input[type=checkbox]').forEach((tick) => { tick.checked = false; });
    this.#drawBar();
    this.#all.focus();
  }

  /** With their badges as the list has them when it is there. */
  async #forSelected(element, more = {}) {
    await this.#loaded;
    this.#open(element, { people: [...this.#selected.values()], ...more });
  }

  #openPerson(person) {
    this.#open('person-badges', { person }, () => document.getElementById(`person-${person.id}`)?.focus());
  }

  /** Whoever has issued something goes on with printing it, everybody else where they were. */
  #open(element, what, back = () => {}) {
    let issued = false;
    let changed = false;
    const panel = Object.assign(document.createElement(element), { api: this.api, house: this.house, office: this.#office, ...what });
    panel.addEventListener('issued', () => { issued = true; });
    panel.addEventListener('changed', () => { changed = true; });
    panel.addEventListener('closed', async () => {
      if (issued) {
        this.#print.focusHere();
      }
      if (issued || changed) {
        await this.#changed();
      }
      if (!issued) {
        back();
      }
    });
    this.append(panel);
  }

  #fail(problem, words = {}) {
    this.#said.classList.add('problem');
    this.#said.replaceChildren(...(words[problem.status] ? [text(words[problem.status])] : failureOf(problem)));
  }
}

customElements.define('badges-page', BadgesPage);
