// A group of the realm, by name: what is typed is looked for on the server, which tells those groups that this person may see.

import { make } from './elements.js';
import { text } from './texts.js';
import { failureOf, Told } from './badge-words.js';

const TYPING = 250;
const SHOWN = 50;
let pickers = 0;

const flat = (groups) => groups.flatMap((group) => [group, ...flat(group.subGroups ?? [])]);
const notTaken = (found) => text(found.length === 0 ? 'group.unknown' : 'group.choose');
const pathOf = (group) => (group.path ?? group.name).replace(/^\//, '');

class GroupPicker extends HTMLElement {
  #known = new Map();
  #typing;
  #asked = 0;
  #input;
  #list;

  /** The group's id, or nothing. */
  value = '';
  required = false;

  connectedCallback() {
    const id = `groups-${++pickers}`;
    this.#list = make('datalist', { id });
    this.#input = make('input', { list: id, autocomplete: 'off', maxlength: '200', required: this.required, placeholder: text('group.hint'), 'aria-describedby': `${id}-wrong`,
      oninput: () => this.#typed(), onfocus: () => this.#known.size || this.#look('') });
    this.append(
      make('label', {}, text('group'), this.#input), this.#list,
      make('span', { id: `${id}-wrong`, class: 'problem', role: 'status' }));
    if (this.value) {
      this.#nameIt();
    }
  }

  disconnectedCallback() {
    clearTimeout(this.#typing);
    this.#asked++;
  }

  get name() {
    return this.#input.value.trim();
  }

  async #nameIt() {
    try {
      const group = await this.house.json(`groups/${encodeURIComponent(this.value)}`);
      this.#known.set(pathOf(group), group.id);
      this.#input.value = pathOf(group);
    } catch (problem) {
      this.#say(...(problem.status ? [text('group.unknown')] : failureOf(problem)));
    }
  }

  /** The group that is meant, also by whoever types and goes on at once; nothing goes on with half a name. */
  async resolve() {
    clearTimeout(this.#typing);
    if (!this.#take()) {
      const found = await this.#find(this.name);
      if (!this.#take()) {
        throw new Told(notTaken(found));
      }
    }
    return this.value;
  }

  #typed() {
    clearTimeout(this.#typing);
    this.#asked++;
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
    this.#say();
    this.#become(id);
    return true;
  }

  #become(id) {
    if (id !== this.value) {
      this.value = id;
      this.dispatchEvent(new Event('change'));
    }
  }

  async #look(name) {
    const asked = ++this.#asked;
    try {
      const found = await this.#find(name);
      // Whoever types on gets the answer to the last question alone.
      if (asked !== this.#asked) {
        return;
      }
      this.#list.replaceChildren(...found.map((group) => make('option', { value: pathOf(group) })));
      if (name && !this.#take()) {
        // What does not stand there any more is not meant any more.
        this.#become('');
        this.#say(notTaken(found));
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.#say(...failureOf(problem));
      }
    }
  }

  /** By the whole path, or by a name that one group alone has. */
  async #find(name) {
    let found;
    try {
      const search = name.split('/').at(-1);
      found = flat(await this.house.json(`groups?${new URLSearchParams({ ...(search ? { search } : {}), max: SHOWN })}`));
    } catch (problem) {
      throw problem.status === 403 ? new Told(text('group.forbidden')) : problem;
    }
    for (const group of found) {
      this.#known.set(pathOf(group), group.id);
    }
    const namesakes = found.filter((group) => group.name === name);
    if (namesakes.length === 1) {
      this.#known.set(name, namesakes[0].id);
    }
    return found;
  }

  #say(...words) {
    this.querySelector('[role=status]').replaceChildren(...words);
    this.#input.setAttribute('aria-invalid', words.length > 0);
  }
}

customElements.define('group-picker', GroupPicker);
