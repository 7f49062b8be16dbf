// Badges for many: those who are selected, a group, or the rows of a file. First the server says what would become of each; then they are
// issued in small parts, so that what was issued can be printed whatever comes after.

import { make } from './elements.js';
import { text, count, number } from './texts.js';
import { failureOf, Told } from './badge-words.js';
import { newStatus, oneAtATime, openAgain, openDialog } from './dialog.js';
import { resultTable, shortfall } from './result-table.js';
import { tray } from './tray.js';
import './group-picker.js';
import './order-form.js';
import './work-progress.js';

const PART = 20;
const MOST_BYTES = 1024 * 1024;
const EXAMPLE = 'person,kind,hours\njane.doe,standard,\nsam.lee@ward.example,temporary,8';

class BulkPanel extends HTMLElement {
  #dialog;
  #status = newStatus();
  #body = make('div');
  #order;
  #title;

  connectedCallback() {
    this.#title = text(this.csv ? 'bulk.csv' : this.group ? 'bulk.group' : this.renew ? 'bulk.renew' : 'bulk.people');
    this.#dialog = openDialog(this, this.#title, this.#body, this.#status.element);
    this.#drawForm();
  }

  #drawForm() {
    this.#order = this.csv || this.renew ? null : Object.assign(document.createElement('order-form'), { office: this.office });
    const rows = this.csv ? this.#file() : this.group ? this.#wholeGroup() : this.#chosen();
    const form = make('form', { onsubmit: (event) => {
      event.preventDefault();
      return this.#check(rows.ask);
    } }, ...rows.fields, this.#order, make('div', { class: 'actions' },
      make('button', { class: 'primary' }, text('bulk.check')), this.#close('cancel')));
    this.#status.say('');
    this.#body.replaceChildren(make('p', {}, text('bulk.first')), form);
    (form.querySelector('input, select') ?? form.querySelector('button')).focus();
  }

  #chosen() {
    return {
      fields: [make('p', {}, count(this.renew ? 'bulk.renewWhom' : 'bulk.whom', this.people.length))],
      ask: () => this.#dryRun(this.people.map(({ id }) => ({ person: id, ...(this.renew ? { renew: true } : this.#order.row) }))),
    };
  }

  #wholeGroup() {
    const picker = Object.assign(document.createElement('group-picker'), { house: this.house, required: true });
    const lacking = make('input', { type: 'checkbox', checked: true });
    return {
      fields: [picker, make('label', { class: 'choice' }, lacking, make('span', {}, text('bulk.lacking')))],
      ask: async () => {
        const { kind } = this.#order;
        const people = (await this.#members(await picker.resolve()))
          .filter(({ badges }) => !lacking.checked || badges.every((badge) => badge.kind !== kind));
        if (people.length === 0) {
          throw new Told(text('bulk.nobody'));
        }
        return this.#dryRun(people.map(({ id }) => ({ person: id, ...this.#order.row })));
      },
    };
  }

  async #members(group) {
    const { most } = this.office;
    const all = [];
    for (let more = true; more;) {
      const found = await this.api.json(`people?${new URLSearchParams({ group, first: all.length, max: most })}`);
      all.push(...found.people);
      more = found.more && found.people.length > 0;
    }
    return all;
  }

  #file() {
    const input = make('input', { type: 'file', accept: '.csv,text/csv,text/plain', required: true, 'aria-describedby': 'csv-format' });
    return {
      fields: [make('label', { class: 'block' }, text('bulk.file'), input),
        make('div', { id: 'csv-format', class: 'soft' }, make('p', {}, text('bulk.format', number(this.office.most))), make('pre', {}, EXAMPLE))],
      ask: async () => this.api.json('orders?dryRun=true', { method: 'POST', type: 'text/csv; charset=utf-8', body: await textOf(input.files[0]) }),
    };
  }

  /** In lists of the length that the server takes. */
  async #dryRun(rows) {
    const { most } = this.office;
    const answers = [];
    for (let i = 0; i < rows.length; i += most) {
      const { rows: some } = await this.api.json('orders?dryRun=true', { method: 'POST', body: { rows: rows.slice(i, i + most) } });
      answers.push(...some.map((row) => ({ ...row, row: row.row + i })));
    }
    return { rows: answers };
  }

  #check = oneAtATime(async (ask) => {
    this.#status.say(text('loading'));
    try {
      const { rows } = await ask();
      this.#status.say('');
      this.#drawCheck(rows);
    } catch (problem) {
      this.#status.fail(failureOf(problem));
    }
  });

  #drawCheck(results) {
    const good = results.filter(({ ok }) => ok);
    const bad = results.filter(({ ok }) => !ok);
    const go = good.length ? make('button', { type: 'button', class: 'primary', onclick: () => this.#run(good) }, count('bulk.issue', good.length)) : null;
    const heading = make('h3', { tabindex: '-1' }, text('bulk.checked', number(good.length), number(bad.length)));
    this.#body.replaceChildren(heading, make('p', {}, text('bulk.nothingYet')),
      resultTable(text('bulk.results'), [...bad, ...good]),
      make('div', { class: 'actions' }, go, make('button', { type: 'button', onclick: () => this.#drawForm() }, text('back')), this.#close('cancel')));
    heading.focus();
  }

  async #run(orders) {
    const progress = document.createElement('work-progress');
    this.#body.replaceChildren(make('p', {}, text('bulk.running')), progress);
    this.#dialog.busy = true;
    const { results, left } = await progress.run(orders, PART, (part) => this.#issue(part));
    this.#dialog.busy = false;
    if (!this.isConnected) {
      this.#dialog = openAgain(this, this.#title, this.#body);
    }
    this.#drawEnd(results, left);
  }

  async #issue(part) {
    const { rows } = await this.api.json('orders', { method: 'POST', body: { rows: part.map(({ order }) => order) } });
    rows.filter(({ ok }) => ok).forEach(({ person, badge }) => tray.add(person, badge));
    if (rows.some(({ ok }) => ok)) {
      this.dispatchEvent(new Event('issued'));
    }
    return rows.map((row, i) => ({ ...row, row: part[i].row, given: part[i].given, person: row.person ?? part[i].person }));
  }

  #drawEnd(results, left) {
    const failures = results.filter(({ ok }) => !ok);
    const done = results.length - failures.length;
    const heading = make('h3', { tabindex: '-1' }, text('bulk.ended', number(done), number(failures.length)));
    this.#body.replaceChildren(heading, ...shortfall(left, failures),
      make('div', { class: 'actions' }, this.#close(done ? 'bulk.print' : 'close', done ? 'primary' : '')));
    heading.focus();
  }

  #close(key, kind = '') {
    return make('button', { type: 'button', class: kind, onclick: () => this.#dialog.close() }, text(key));
  }
}

const BYTE_ORDER_MARKS = [['utf-16le', 0xff, 0xfe], ['utf-16be', 0xfe, 0xff]];

/** Spreadsheets save "Unicode" as UTF-16, or in what their country has always used: what is neither that nor UTF-8 is taken for it. */
async function textOf(file) {
  if (file.size > MOST_BYTES) {
    throw new Told(text('bulk.tooLarge'));
  }
  const bytes = new Uint8Array(await file.arrayBuffer().catch(() => {
    // The browser reads no file that was written to since.
    throw new Told(text('bulk.chooseAgain'));
  }));
  const [marked] = BYTE_ORDER_MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second) ?? [];
  if (marked) {
    return new TextDecoder(marked).decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

customElements.define('bulk-panel', BulkPanel);
