// Many badges out of use for ever: of those who are selected, or all of which something is true. First the list, then a word, then the deed,
// about exactly those of the list.

import { make } from './elements.js';
import { text, count, number } from './texts.js';
import { failureOf, Told } from './badge-words.js';
import { newStatus, oneAtATime, openAgain, openDialog } from './dialog.js';
import { resultTable, shortfall } from './result-table.js';
import { tray } from './tray.js';
import './group-picker.js';
import './work-progress.js';

const PART = 20;
const STATES = ['waiting', 'active', 'locked', 'suspended'];

class VoidPanel extends HTMLElement {
  #dialog;
  #status = newStatus();
  #body = make('div');
  #title;

  connectedCallback() {
    this.#title = text(this.rule ? 'void.rule' : 'void.people');
    this.#dialog = openDialog(this, this.#title, this.#body, this.#status.element);
    if (this.rule) {
      this.#drawRule();
    } else {
      this.#list({ badges: this.people.flatMap(({ badges }) => badges.map(({ id }) => id)) });
    }
  }

  #drawRule() {
    const state = make('select', {}, make('option', { value: '' }, text('all')), STATES.map((each) => make('option', { value: each }, text(`filter.${each}`))));
    const group = Object.assign(document.createElement('group-picker'), { house: this.house });
    const moment = () => make('input', { type: 'datetime-local' });
    const after = moment();
    const before = moment();
    const by = make('input', { autocomplete: 'off', maxlength: '255' });
    const label = (key, field) => make('label', {}, text(key), field);
    const form = make('form', { onsubmit: (event) => {
      event.preventDefault();
      return this.#ask(async () => ({ where: {
        ...(state.value ? { state: state.value } : {}),
        ...(await group.resolve() ? { group: group.value } : {}),
        ...(after.value ? { issuedAfter: seconds(after.value) } : {}),
        ...(before.value ? { issuedBefore: seconds(before.value) } : {}),
        ...(by.value.trim() ? { issuedBy: await this.#idOf(by.value.trim()) } : {}),
      } }));
    } },
    make('p', {}, text('void.allHold')),
    make('div', { class: 'filters' }, label('badge.state', state), group, label('void.after', after), label('void.before', before), label('void.by', by)),
    make('div', { class: 'actions' }, make('button', { class: 'primary' }, text('void.list')), this.#close('cancel')));
    this.#body.replaceChildren(form);
    state.focus();
  }

  async #idOf(username) {
    const found = await this.house.json(`users?${new URLSearchParams({ username, exact: true, briefRepresentation: true })}`);
    if (found.length !== 1) {
      throw new Told(text('void.nobody'));
    }
    return found[0].id;
  }

  #ask = oneAtATime(async (what) => {
    try {
      const asked = await what();
      if (Object.keys(asked.where).length === 0) {
        throw new Told(text('void.none'));
      }
      await this.#list(asked);
    } catch (problem) {
      this.#status.fail(failureOf(problem));
    }
  });

  async #list(what) {
    this.#status.say(text('loading'));
    try {
      const { rows, more } = await this.api.json('void?dryRun=true', { method: 'POST', body: what });
      this.#status.say('');
      this.#drawList(rows, more);
    } catch (problem) {
      this.#status.fail(failureOf(problem));
      if (!this.rule) {
        this.#body.replaceChildren(make('div', { class: 'actions' }, this.#close('close')));
      }
    }
  }

  #drawList(rows, more) {
    const good = rows.filter(({ ok }) => ok);
    const heading = make('h3', { tabindex: '-1' }, count('void.would', good.length));
    const word = make('input', { required: true, autocomplete: 'off' });
    const sure = make('form', { class: 'sure', onsubmit: (event) => {
      event.preventDefault();
      if (word.value.trim() !== text('void.word')) {
        this.#status.fail([text('erase.type', text('void.word'))]);
        word.focus();
        return;
      }
      return this.#run(good);
    } },
    make('label', {}, text('erase.type', text('void.word')), word),
    make('div', { class: 'actions' }, make('button', { class: 'danger' }, count('void.go', good.length)), this.#close('cancel')));
    this.#body.replaceChildren(heading,
      more ? make('p', { class: 'warning' }, text('void.more', number(this.office.most))) : '',
      rows.length ? resultTable(text('void.results'), rows) : '',
      good.length ? make('p', {}, text('void.forEver')) : '',
      good.length ? sure : make('div', { class: 'actions' }, this.#close('close')));
    heading.focus();
  }

  async #run(rows) {
    this.#status.say('');
    const progress = document.createElement('work-progress');
    this.#body.replaceChildren(progress);
    this.#dialog.busy = true;
    const { results, left } = await progress.run(rows, PART, async (part) =>
      (await this.api.json('void', { method: 'POST', body: { badges: part.map(({ badge }) => badge.id) } })).rows);
    this.#dialog.busy = false;
    tray.drop(results.filter(({ ok }) => ok).map(({ badge }) => badge.id));
    this.dispatchEvent(new Event('changed'));
    if (!this.isConnected) {
      this.#dialog = openAgain(this, this.#title, this.#body);
    }
    const failures = results.filter(({ ok }) => !ok);
    const heading = make('h3', { tabindex: '-1' }, text('void.ended', number(results.length - failures.length), number(failures.length)));
    this.#body.replaceChildren(heading, ...shortfall(left, failures), make('div', { class: 'actions' }, this.#close('close')));
    heading.focus();
  }

  #close(key) {
    return make('button', { type: 'button', onclick: () => this.#dialog.close() }, text(key));
  }
}

const seconds = (local) => Math.floor(new Date(local).getTime() / 1000);

customElements.define('void-panel', VoidPanel);
