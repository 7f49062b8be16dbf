// What is ordered: which kind of badge, for how long, and how the code travels. For one person and for many.

import { make } from './elements.js';
import { text } from './texts.js';

const HOURS = { least: 1, most: 12, usual: 8 };
const DAYS = { least: 1, most: 395, usual: 365 };
const CHANNELS = ['mail', 'letter', 'supervised'];

class OrderForm extends HTMLElement {
  #kind;
  #hours;
  #days;
  #channel;

  connectedCallback() {
    const range = ({ least, most, usual }) => make('input', { type: 'number', required: true, min: least, max: most, step: '1', value: usual });
    this.#hours = range(HOURS);
    this.#days = range(DAYS);
    this.#kind = make('select', { onchange: () => this.#fit() }, ['standard', 'temporary', 'decoy'].map((kind) => make('option', { value: kind }, text(`order.${kind}`))));
    this.#channel = make('select', {}, CHANNELS.map((channel) =>
      make('option', { value: channel, selected: channel === this.office.codeChannel }, text(`channel.${channel}`))));
    const label = (key, field) => make('label', {}, text(key), field);
    this.append(make('div', { class: 'filters' },
      label('order.kind', this.#kind), label('order.hours', this.#hours), label('order.days', this.#days), label('order.channel', this.#channel)));
    this.#fit();
  }

  get kind() {
    return this.#kind.value;
  }

  /** As the rows of a list of orders have it. */
  get row() {
    const { kind } = this;
    const usual = this.#channel.disabled || this.#channel.value === this.office.codeChannel;
    const channel = usual ? {} : { codeChannel: this.#channel.value };
    return kind === 'temporary' ? { kind, hours: Number(this.#hours.value), ...channel } : { kind, days: Number(this.#days.value), ...channel };
  }

  /** As an order for one person has it. */
  get order() {
    const { days, ...rest } = this.row;
    return days ? { ...rest, hours: days * 24 } : rest;
  }

  #fit() {
    // A decoy is for nobody, so no code travels.
    for (const [field, kinds] of [[this.#hours, ['temporary']], [this.#days, ['standard', 'decoy']], [this.#channel, ['standard', 'temporary']]]) {
      field.disabled = !kinds.includes(this.kind);
      field.parentElement.hidden = field.disabled;
    }
  }
}

customElements.define('order-form', OrderForm);
