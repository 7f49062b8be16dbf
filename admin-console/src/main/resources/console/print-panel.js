// What was just issued, on paper: badges and, in the same order, letters with their codes. It can be done as long as this tab is open.

import { make, foreign } from './elements.js';
import { text, count, time, name as named } from './texts.js';
import { failureOf, nameOf } from './badge-words.js';
import { tray } from './tray.js';

const LAYOUT = 'console.layout';
const NUDGE = 'console.nudge';
const FAR = 10;
const FEW = 3;
const LETTER_PAPER = /^(8[.,]5|21[56])/;

class PrintPanel extends HTMLElement {
  /** Which things: the newest batch where nothing is said. */
  #which = null;
  #chosen = null;
  #said = make('p', { role: 'status', class: 'said' });
  #layout;
  #x;
  #y;
  #position;
  #paper;
  #body = make('div');
  #changed = () => this.#draw();

  connectedCallback() {
    const remembered = localStorage.getItem(LAYOUT);
    this.#layout = make('select', { onchange: () => this.#changeLayout() }, this.office.layouts.map((layout) =>
      make('option', { value: layout.id, selected: layout.id === remembered }, this.#nameOf(layout))));
    const millimetres = () => make('input', { type: 'number', min: -FAR, max: FAR, step: '0.1', value: '0', onchange: () => this.#keep() });
    this.#x = millimetres();
    this.#y = millimetres();
    this.#position = make('input', { type: 'number', min: '1', step: '1', value: '1' });
    this.#paper = make('select', {}, ['a4', 'letter'].map((id) => make('option', { value: id }, text(`paper.${id}`))));
    this.append(this.#body);
    this.#recall();
    tray.addEventListener('change', this.#changed);
    this.#draw();
  }

  disconnectedCallback() {
    tray.removeEventListener('change', this.#changed);
  }

  /** Where somebody goes on who has just issued something. */
  focusHere() {
    this.#which = null;
    this.#chosen = null;
    this.#draw();
    this.#body.querySelector('h3')?.focus();
  }

  /** @param people ids of those whose things are printed again */
  choose(people) {
    this.#chosen = new Set(people);
    this.#which = 'chosen';
    this.#draw();
    this.#body.querySelector('h3').focus();
  }

  #draw() {
    this.hidden = tray.items.length === 0;
    if (this.hidden) {
      this.#which = null;
      this.#body.replaceChildren();
      return;
    }
    const items = this.#items();
    const badges = items.filter((item) => item.payload);
    const letters = items.filter((item) => item.code);
    this.#body.replaceChildren(make('section', { class: 'print', 'aria-labelledby': 'print-title' },
      make('h3', { id: 'print-title', tabindex: '-1' }, text('print.title')),
      make('p', { class: 'warning' }, make('strong', {}, text('print.onlyNow'))),
      ...this.#content(items),
      ...this.#notes(items),
      make('div', { class: 'filters' }, this.#choice()),
      make('div', { class: 'actions' },
        badges.length ? make('button', { type: 'button', class: 'primary', onclick: () => this.#printBadges(badges) }, count('print.badges', badges.length)) : null,
        letters.length ? make('button', { type: 'button', class: 'primary', onclick: () => this.#printLetters(letters) }, count('print.letters', letters.length)) : null,
        ...(badges.length === 1 ? ['svg', 'png'].map((format) =>
          make('button', { type: 'button', onclick: () => this.#picture(badges[0], format) }, format.toUpperCase())) : []),
        make('button', { type: 'button', class: 'quiet', onclick: () => this.#forget() }, text('print.forget'))),
      this.#said,
      this.#settings(badges.length > 0, letters.length > 0)));
  }

  #items() {
    const all = tray.items;
    switch (this.#which) {
      case 'all': return all;
      case 'chosen': return tray.of(this.#chosen);
      case null: return tray.batches.at(-1).items;
      default: return tray.batches[Number(this.#which)].items;
    }
  }

  #choice() {
    if (tray.batches.length < 2 && !this.#chosen) {
      return null;
    }
    const last = String(tray.batches.length - 1);
    const option = (value, label) => make('option', { value, selected: (this.#which ?? last) === value }, label);
    return make('label', {}, text('print.which'), make('select', { onchange: (event) => {
      this.#which = event.target.value;
      this.#draw();
      this.#body.querySelector('.filters select').focus();
    } },
    tray.batches.map((batch, i) => option(String(i), batch.items.length === 1
      ? `${time(batch.when)}: ${nameOf(batch.items[0].person)}` : `${time(batch.when)}: ${count('people', batch.items.length)}`)),
    option('all', text('print.all', tray.items.length)),
    this.#chosen ? option('chosen', text('print.chosen', tray.of(this.#chosen).length)) : null));
  }

  /** What became of the codes. */
  #notes(items) {
    const names = (some) => some.map((item) => nameOf(item.person)).join(', ');
    const coded = items.filter((item) => !item.badge.renews);
    return [
      ['print.mailed', coded.filter((item) => item.mailed === true)],
      ['print.notMailed', coded.filter((item) => item.mailed === false)],
      ['print.supervised', coded.filter((item) => item.badge.codeChannel === 'supervised')],
      ['print.fourEyes', coded.filter((item) => this.office.fourEyes && item.badge.codeChannel === 'letter' && !item.code && item.payload)],
    ].filter(([, some]) => some.length).map(([key, some]) =>
      make('p', { class: key === 'print.notMailed' ? 'problem' : '' }, text(key), ' ', foreign(names(some))));
  }

  #settings(badges, letters) {
    const label = (key, field) => make('label', {}, text(key), field);
    this.#fitPlaces();
    return make('details', { open: this.#places() > 1 || letters },
      make('summary', {}, text('print.settings')),
      make('div', { class: 'filters' },
        ...(badges ? [label('print.layout', this.#layout),
          this.#places() > 1 ? label('print.position', this.#position) : null,
          label('print.right', this.#x), label('print.down', this.#y),
          make('button', { type: 'button', onclick: () => this.#save(() => this.api.save(
            `print/ruler?${new URLSearchParams({ layout: this.#layout.value, ...this.#nudge() })}`, 'ruler.pdf')) }, text('print.ruler'))] : []),
        letters ? label('print.paper', this.#paper) : null));
  }

  #content(items) {
    const one = (item) => [foreign(nameOf(item.person)), ' ', make('code', {}, item.badge.serial), ' – ', done(item) || text('print.nothing')];
    const done = (item) => [item.payload && text(item.printed ? 'print.printed' : 'print.notPrinted'),
      item.code && text(item.lettered ? 'print.lettered' : 'print.notLettered')].filter(Boolean).join(' · ');
    return items.length <= FEW ? items.map((item) => make('p', {}, ...one(item))) : [make('details', {},
      make('summary', {}, count('people', items.length)),
      make('ul', { class: 'rows' }, items.map((item) => make('li', {}, ...one(item)))))];
  }

  async #printBadges(items) {
    const body = { layout: this.#layout.value, nudge: this.#nudge(), position: this.#first(), badges: items.map(({ payload }) => ({ payload })) };
    await this.#save(() => this.api.save('print/badges', 'badges.pdf', { method: 'POST', body }), items, 'printed');
  }

  async #printLetters(items) {
    const body = { page: this.#paper.value, letters: items.map(({ badge, code }) => ({ badge: badge.id, code })) };
    await this.#save(() => this.api.save('print/letters', 'letters.pdf', { method: 'POST', body }), items, 'lettered');
  }

  async #picture(item, format) {
    const body = { payload: item.payload, format };
    await this.#save(() => this.api.save('print/code', `${item.badge.serial}.${format}`, { method: 'POST', body }), [item], 'printed');
  }

  async #save(what, items = [], mark) {
    this.#said.classList.remove('problem');
    this.#said.textContent = text('loading');
    try {
      await what();
      const at = document.activeElement?.textContent;
      items.forEach((item) => { item[mark] = true; });
      tray.changed();
      [...this.#body.querySelectorAll('button')].find((button) => button.textContent === at)?.focus();
      this.#said.textContent = text('saved');
    } catch (problem) {
      this.#said.classList.add('problem');
      this.#said.replaceChildren(...failureOf(problem));
    }
  }

  #forget() {
    if (tray.unsaved.length === 0 || confirm(count('print.reallyForget', tray.unsaved.length))) {
      tray.forget();
      this.dispatchEvent(new Event('forgotten'));
    }
  }

  #nameOf(layout) {
    return `${named('layout', layout.id)} (${[layout.page, layout.places > 1 ? text('print.places', layout.places) : null,
      layout.twoSided ? text('print.twoSided') : null].filter(Boolean).join(', ')})`;
  }

  #places() {
    return this.office.layouts.find((layout) => layout.id === this.#layout.value)?.places ?? 1;
  }

  #fitPlaces() {
    this.#position.max = this.#places();
    this.#position.value = Math.min(this.#first(), this.#places());
  }

  #first() {
    return Math.max(1, Math.trunc(Number(this.#position.value)) || 1);
  }

  #nudge() {
    const within = (field) => Math.max(-FAR, Math.min(FAR, Number(field.value) || 0));
    return { x: within(this.#x), y: within(this.#y) };
  }

  /** Each printer and layout is off by something of its own; so it is kept, and nothing else is. */
  #keep() {
    localStorage.setItem(`${NUDGE}.${this.#layout.value}`, JSON.stringify(this.#nudge()));
  }

  #changeLayout() {
    localStorage.setItem(LAYOUT, this.#layout.value);
    this.#recall();
    this.#draw();
    this.#layout.focus();
  }

  #recall() {
    let nudge = {};
    try {
      nudge = JSON.parse(localStorage.getItem(`${NUDGE}.${this.#layout.value}`)) ?? {};
    } catch {
      // As good as none.
    }
    this.#x.value = Number(nudge.x) || 0;
    this.#y.value = Number(nudge.y) || 0;
    const page = this.office.layouts.find((layout) => layout.id === this.#layout.value)?.page ?? '';
    this.#paper.value = LETTER_PAPER.test(page) ? 'letter' : 'a4';
  }
}

customElements.define('print-panel', PrintPanel);
