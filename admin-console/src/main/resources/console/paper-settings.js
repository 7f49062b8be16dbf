// What the printer needs to be told: layout, first free place, and by how much it is off. Layout and nudge are remembered in this browser,
// each printer has its own; nothing else is.

import { make } from './elements.js';
import { text, name as named } from './texts.js';

const LAYOUT = 'console.layout';
const NUDGE = 'console.nudge';
const FAR = 10;
const US_LETTER = /^(8[.,]5|21[56])/;

class PaperSettings extends HTMLElement {
  #layout;
  #position = make('input', { type: 'number', required: true, min: '1', step: '1', value: '1' });
  #x = this.#millimetres();
  #y = this.#millimetres();
  #paper = make('select', {}, ['a4', 'letter'].map((id) => make('option', { value: id }, text(`paper.${id}`))));
  #placeLabel = make('label', {}, text('print.position'), this.#position);

  /** Whether badges are among what is printed, and letters. */
  badges = true;
  letters = true;
  /** Whether the first free place is asked for. */
  places = true;

  connectedCallback() {
    this.#layout ??= make('select', { onchange: () => {
      localStorage.setItem(LAYOUT, this.#layout.value);
      this.recall();
    } }, this.office.layouts.map((layout) => make('option', { value: layout.id }, nameOf(layout))));
    const label = (key, field) => make('label', {}, text(key), field);
    this.replaceChildren(make('div', { class: 'filters' },
      ...(this.badges ? [label('print.layout', this.#layout), this.#placeLabel, label('print.right', this.#x), label('print.down', this.#y),
        make('button', { type: 'button', name: 'ruler', onclick: () => this.isRight && this.ruler({ layout: this.layout, ...this.nudge }) }, text('print.ruler'))] : []),
      this.letters ? label('print.paper', this.#paper) : null));
    this.recall();
  }

  /** What this browser remembers, where it was changed elsewhere on the page. */
  recall() {
    const remembered = localStorage.getItem(LAYOUT);
    if (this.office.layouts.some(({ id }) => id === remembered)) {
      this.#layout.value = remembered;
    }
    let nudge = {};
    try {
      nudge = JSON.parse(localStorage.getItem(`${NUDGE}.${this.layout}`)) ?? {};
    } catch {
      // As good as none.
    }
    const { places, page } = this.#chosen;
    this.#x.value = Number(nudge.x) || 0;
    this.#y.value = Number(nudge.y) || 0;
    this.#paper.value = US_LETTER.test(page) ? 'letter' : 'a4';
    this.#position.max = places;
    this.#position.value = Math.min(places, Number(this.#position.value) || 1);
    this.#placeLabel.hidden = places === 1 || !this.places;
  }

  get layout() {
    return this.#layout.value;
  }

  /** Whether all fields can be used as they are; says at the first one why not. */
  get isRight() {
    return [this.#x, this.#y, this.#position].every((field) => !field.isConnected || field.closest('[hidden]') || field.reportValidity());
  }

  get nudge() {
    return { x: Number(this.#x.value), y: Number(this.#y.value) };
  }

  get position() {
    return this.#placeLabel.hidden ? 1 : Number(this.#position.value);
  }

  get paper() {
    return this.#paper.value;
  }

  get #chosen() {
    return this.office.layouts.find(({ id }) => id === this.layout) ?? { places: 1, page: '' };
  }

  #millimetres() {
    return make('input', { type: 'number', required: true, min: -FAR, max: FAR, step: '0.1', value: '0', onchange: () => {
      if (this.isRight) {
        localStorage.setItem(`${NUDGE}.${this.layout}`, JSON.stringify(this.nudge));
      }
    } });
  }
}

const nameOf = ({ id, page, places, twoSided }) => `${named('layout', id)} (${[page.replace(' x ', ' × '),
  places > 1 ? text('print.places', places) : null, twoSided ? text('print.twoSided') : null].filter(Boolean).join(', ')})`;

customElements.define('paper-settings', PaperSettings);
