// A group of the realm, by name: what is typed is looked for on the server, which tells those groups that this person may see.

import { make } from './elements.js';
import { text } from './texts.js';
import { Told } from './badge-words.js';

const TYPING = 250;
const SHOWN = 50;
let pickers = 0;

const flat = (groups) => groups.flatMap((group) => [group, ...flat(group.subGroups ?? [])]);
const pathOf = (group) => (group.path ?? group.name).replace(/^\//, '');

class GroupPicker extends HTMLElement {
  #known = new Map();
  #typing;
  #asked = 0;
  #input;
  #list;

  /** The group's id, or nothing. */
  value = '';

  connectedCallback() {
    const id = `groups-${++pickers}`;
    this.#list = make('datalist', { id });
    this.#input = make('input', { list: id, autocomplete: 'off', maxlength: '200', placeholder: text('group.hint'), 'aria-describedby': `${id}-wrong`,
      oninput: () => this.#typed(), onfocus: () => this.#known.size || this.#look('') });
    this.append(
      make('label', {}, text('group'), this.#input), this.#list,
      make('span', { id: `${id}-wrong`, class: 'problem', role: 'status' }));
    if (this.value) {
      this.#nameIt();
    }
  }

  set required(needed) {
    this.#input.required = needed;
  }

  get name() {
    return this.#input.value.trim();
  }

  async #nameIt() {
    try {
      const group = await this.house.json(`groups/${encodeURIComponent(this.value)}`);
      this.#known.set(pathOf(group), group.id);
      this.#input.value = pathOf(group);
    } catch {
      this.#say(text('group.unknown'));
    }
  }

  /** The group that is meant, also by whoever types and goes on at once; nothing goes on with half a name. */
  async resolve() {
    clearTimeout(this.#typing);
    if (!this.#take()) {
      await this.#look(this.name);
      if (!this.#take()) {
        throw new Told(text('group.unknown'));
      }
    }
    return this.value;
  }

  #typed() {
    clearTimeout(this.#typing);
    if (!this.#take()) {
      this.#typing = setTimeout(() => this.#look(this.name), TYPING);
    }
  }

  /** Whether what stands there is a group that is known. */
  #take() {
    const id = this.name === '' ? '' : this.#known.get(this.name);
    if (id === undefined) {
      return false;
    }
    this.#say('');
    if (id !== this.value) {
      this.value = id;
      this.dispatchEvent(new Event('change'));
    }
    return true;
  }

  async #look(name) {
    const asked = ++this.#asked;
    try {
      const found = await this.house.json(`groups?${new URLSearchParams({ ...(name ? { search: name } : {}), max: SHOWN })}`);
      if (asked !== this.#asked) {
        return;
      }
      for (const group of flat(found)) {
        this.#known.set(pathOf(group), group.id);
      }
      this.#list.replaceChildren(...flat(found).map((group) => make('option', { value: pathOf(group) })));
      if (name && !this.#take() && found.length === 0) {
        this.#say(text('group.unknown'));
      }
    } catch (problem) {
      this.#say(text(problem.status === 403 ? 'group.forbidden' : 'offline'));
    }
  }

  #say(words) {
    this.querySelector('[role=status]').textContent = words;
    this.#input.setAttribute('aria-invalid', words !== '');
  }
}

customElements.define('group-picker', GroupPicker);
