// The badge office: the people whom this manager may see, their badges, and what is done about many of them at once. What is filtered by
// is in the address; what was issued is in the print panel above.

import { make } from './elements.js';
import { text, count } from './texts.js';
import { STATES, waits } from './badge-words.js';
import { ListPage, PAGE } from './list-page.js';
import { personRow } from './person-row.js';
import { tray } from './tray.js';
import './alarm-banner.js';
import './bulk-panel.js';
import './codes-panel.js';
import './group-picker.js';
import './person-badges.js';
import './print-panel.js';
import './printer-panel.js';
import './void-panel.js';

class BadgesPage extends ListPage {
  fragment = '#badges';
  refusals = { 403: 'badges.forbidden' };
  #office;
  #people = [];
  #selected = new Map();
  /** Whether something was done since the list was shown. */
  #outdated = false;
  #all = make('input', { type: 'checkbox', 'aria-label': text('select.all'), onchange: () => this.#selectShown() });
  #bar = make('div', { class: 'selection', role: 'region', 'aria-label': text('select.what') });
  #alarms = document.createElement('alarm-banner');
  #print = document.createElement('print-panel');
  #redraw = () => this.#drawBar();

  async connectedCallback() {
    this.append(make('h2', {}, text('badges')), this.status.element);
    this.status.say(text('loading'));
    try {
      this.#office = await this.api.json('office');
    } catch (problem) {
      this.refusals[404] = 'badges.missing';
      this.fail(problem);
      return;
    }
    this.#print.api = this.api;
    this.#print.office = this.#office;
    this.#print.addEventListener('forgotten', () => this.querySelector('input[type=search]').focus());
    this.#alarms.api = this.api;
    this.#alarms.show = () => this.#showAlarms();
    const head = (key) => make('th', { scope: 'col' }, text(key));
    this.status.element.before(this.#alarms, ...this.#warnings(), this.#print, this.#filters());
    this.append(
      make('table', { class: 'people' },
        make('caption', { class: 'unseen' }, text('badges')),
        make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, make('label', { class: 'tick' }, this.#all)), head('person'), head('badge.badges'))),
        this.rows),
      this.pages, this.#bar);
    tray.addEventListener('change', this.#redraw);
    this.#changed();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
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
    group.value = this.get('group');
    group.addEventListener('change', () => this.set('group', group.value));
    const press = (key, open) => make('button', { type: 'button', onclick: open }, text(key));
    return make('div', {},
      make('form', { class: 'filters', onsubmit: (event) => event.preventDefault() },
        this.searchField('badges.searchHint'),
        group,
        make('label', {}, text('badge.state'), make('select', { name: 'state', onchange: (event) => this.set('state', event.target.value) },
          make('option', { value: '' }, text('all')),
          STATES.map((value) => make('option', { value, selected: this.get('state') === value }, text(`filter.${value}`)))))),
      make('div', { class: 'actions' },
        ...(this.#office.issuer ? [press('bulk.group', () => this.#open('bulk-panel', { group: true })),
          press('bulk.csv', () => this.#open('bulk-panel', { csv: true })),
          press('print.settings', () => this.#open('printer-panel', {}, () => this.#print.recall()))] : []),
        press('void.rule', () => this.#open('void-panel', { rule: true }))));
  }

  #showAlarms() {
    const state = this.querySelector('select[name=state]');
    state.value = 'alarm';
    this.set('state', 'alarm');
    state.focus();
  }

  #changed() {
    this.#alarms.load();
    return this.load();
  }

  ask() {
    return this.api.json(`people?${new URLSearchParams({ first: this.first, max: PAGE, ...this.filters('search', 'group', 'state') })}`);
  }

  show({ people, more }) {
    const still = people.filter(({ id }) => this.#selected.has(id));
    if (this.#outdated) {
      // What is known of those who are not shown is older than what was done.
      this.#selected.clear();
      this.#outdated = false;
    }
    still.forEach((person) => this.#select(person, true));
    this.#people = people;
    this.status.say(people.length === 0 ? text('badges.none') : count(more || this.first ? 'badges.shown' : 'people', people.length));
    this.rows.replaceChildren(...people.map((person) => personRow(person, this.#selected.has(person.id),
      { select: (yes) => {
        this.#select(person, yes);
        this.#drawBar();
      }, open: () => this.#openPerson(person) })));
    this.showPages('page.before', 'page.after', more);
    this.#drawBar();
  }

  turned() {
    this.#all.focus();
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
    this.rows.querySelectorAll('input[type=checkbox]').forEach((tick) => { tick.checked = yes; });
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
    this.rows.querySelectorAll('input[type=checkbox]').forEach((tick) => { tick.checked = false; });
    this.#drawBar();
    this.#all.focus();
  }

  /** With their badges as the list has them when it is there. */
  async #forSelected(element, more = {}) {
    await (this.#outdated ? this.load() : this.loaded);
    if (!this.#outdated) {
      this.#open(element, { people: [...this.#selected.values()], ...more });
    }
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
      if (!this.isConnected) {
        // Whoever went Back while it worked is led here to print.
        if (issued) {
          location.hash = this.fragment;
        }
        return;
      }
      if (issued) {
        this.#print.focusHere();
      }
      if (issued || changed) {
        this.#outdated = true;
        await this.#changed();
      }
      if (!issued) {
        back();
      }
    });
    this.append(panel);
  }
}

customElements.define('badges-page', BadgesPage);
