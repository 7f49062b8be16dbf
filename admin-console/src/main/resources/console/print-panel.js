// What was just issued, on paper: badges and, in the same order, letters with their codes. It can be done as long as this tab is open.

import { make, foreign } from './elements.js';
import { text, count, time } from './texts.js';
import { failureOf, nameOf } from './badge-words.js';
import { newStatus, oneAtATime } from './dialog.js';
import { tray } from './tray.js';
import './paper-settings.js';

const FEW = 3;

class PrintPanel extends HTMLElement {
  /** Which things: the newest batch where nothing is said. */
  #which = null;
  #chosen = null;
  /** What cannot be printed as it is written, and would keep the others from it. */
  #leftOut = new Set();
  #status = newStatus();
  #paper = document.createElement('paper-settings');
  #body = make('div');
  #changed = () => this.#draw();

  connectedCallback() {
    this.#paper.office = this.office;
    this.#paper.ruler = (what) => this.#save(() => this.api.save(`print/ruler?${new URLSearchParams(what)}`, 'ruler.pdf'));
    this.append(this.#body);
    tray.addEventListener('change', this.#changed);
    this.#draw();
  }

  disconnectedCallback() {
    tray.removeEventListener('change', this.#changed);
  }

  /** Where somebody goes on who has just issued something. */
  focusHere() {
    this.#status.say('');
    this.#which = null;
    this.#chosen = null;
    this.#draw();
    this.#body.querySelector('h3')?.focus();
  }

  /** Paper and printer were looked after elsewhere. */
  recall() {
    if (this.#paper.isConnected) {
      this.#paper.recall();
    }
  }

  /** @param people ids of those whose things are printed again: somebody may have mended what was left out */
  choose(people) {
    this.#chosen = new Set(people);
    tray.of(this.#chosen).forEach((item) => this.#leftOut.delete(item));
    this.#which = 'chosen';
    this.#draw();
    this.#body.querySelector('h3').focus();
  }

  #draw() {
    const at = this.#body.contains(document.activeElement) ? document.activeElement.name : null;
    this.hidden = tray.items.length === 0;
    if (this.hidden) {
      this.#which = null;
      this.#body.replaceChildren();
      return;
    }
    const items = this.#items();
    const printable = items.filter((item) => !this.#leftOut.has(item));
    const badges = printable.filter((item) => item.payload);
    const letters = printable.filter((item) => item.code);
    this.#paper.badges = badges.length > 0;
    this.#paper.letters = letters.length > 0;
    this.#body.replaceChildren(make('section', { class: 'print', 'aria-labelledby': 'print-title' },
      make('h3', { id: 'print-title', tabindex: '-1' }, text('print.title')),
      make('p', { class: 'warning' }, make('strong', {}, text('print.onlyNow'))),
      ...this.#content(items),
      ...this.#notes(items),
      make('div', { class: 'filters' }, this.#choice()),
      make('div', { class: 'actions' },
        badges.length ? make('button', { type: 'button', name: 'badges', class: 'primary', onclick: () => this.#printBadges(badges) }, count('print.badges', badges.length)) : null,
        letters.length ? make('button', { type: 'button', name: 'letters', class: 'primary', onclick: () => this.#printLetters(letters) }, count('print.letters', letters.length)) : null,
        ...(badges.length === 1 ? ['svg', 'png'].map((format) =>
          make('button', { type: 'button', name: format, onclick: () => this.#picture(badges[0], format) }, format.toUpperCase())) : []),
        make('button', { type: 'button', class: 'quiet', onclick: () => this.#forget() }, text('print.forget'))),
      this.#status.element,
      badges.length || letters.length ? make('details', { open: true }, make('summary', {}, text('print.settings')), this.#paper) : ''));
    if (at) {
      (this.#body.querySelector(`[name="${at}"]`) ?? this.#body.querySelector('h3')).focus();
    }
  }

  #items() {
    const all = tray.items;
    switch (this.#which) {
      case 'all': return all;
      case 'chosen': return tray.of(this.#chosen);
      case null: return tray.batches.at(-1).items;
      default: return (tray.batches[Number(this.#which)] ?? tray.batches.at(-1)).items;
    }
  }

  #choice() {
    if (tray.batches.length < 2 && !this.#chosen) {
      return null;
    }
    const last = String(tray.batches.length - 1);
    const option = (value, label) => make('option', { value, selected: (this.#which ?? last) === value }, label);
    return make('label', {}, text('print.which'), make('select', { name: 'which', onchange: (event) => {
      this.#which = event.target.value;
      this.#draw();
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

  #content(items) {
    const one = (item) => [...named(item), ' – ', done(item) || text('print.nothing')];
    const done = (item) => this.#leftOut.has(item) ? text('print.isLeftOut') : [item.payload && text(item.printed ? 'print.printed' : 'print.notPrinted'),
      item.code && text(item.lettered ? 'print.lettered' : 'print.notLettered')].filter(Boolean).join(' · ');
    return items.length <= FEW ? items.map((item) => make('p', {}, ...one(item))) : [make('details', {},
      make('summary', {}, count('people', items.length)),
      make('ul', { class: 'rows' }, items.map((item) => make('li', {}, ...one(item)))))];
  }

  async #printBadges(items) {
    if (!this.#paper.isRight) {
      return;
    }
    const { layout, nudge, position } = this.#paper;
    const body = { layout, nudge, position, badges: items.map(({ payload }) => ({ payload })) };
    await this.#save(() => this.api.save('print/badges', 'badges.pdf', { method: 'POST', body }), items, 'printed');
  }

  async #printLetters(items) {
    const body = { page: this.#paper.paper, letters: items.map(({ badge, code }) => ({ badge: badge.id, code })) };
    await this.#save(() => this.api.save('print/letters', 'letters.pdf', { method: 'POST', body }), items, 'lettered');
  }

  async #picture(item, format) {
    const body = { payload: item.payload, format };
    await this.#save(() => this.api.save('print/code', `${item.badge.serial}.${format}`, { method: 'POST', body }), [item], 'printed');
  }

  #save = oneAtATime(async (what, items = [], mark) => {
    this.#status.say(text('loading'));
    try {
      await what();
      items.forEach((item) => { item[mark] = true; });
      tray.changed();
      this.#status.say(text('saved'));
    } catch (problem) {
      const refused = items.filter(({ badge }) => problem.badges?.includes(badge.id));
      this.#takeOut(refused, problem, mark);
      const whose = refused.flatMap((item, i) => [i ? ', ' : ' ', ...named(item)]);
      this.#status.fail([...failureOf(problem), ...(refused.length ? [' ', text('print.leftOut'), ...whose] : [])]);
    }
  });

  /** So that the others can be printed. What cannot be written is kept for when it is mended. */
  #takeOut(refused, { code }, mark) {
    for (const item of refused) {
      if (code === 'unprintable') {
        this.#leftOut.add(item);
      } else {
        item.code = undefined;
        item.payload = mark === 'lettered' ? item.payload : undefined;
      }
    }
    tray.changed();
  }

  #forget() {
    if (tray.unsaved.length === 0 || confirm(count('print.reallyForget', tray.unsaved.length))) {
      tray.forget();
      this.dispatchEvent(new Event('forgotten'));
    }
  }
}

const named = ({ person, badge }) => [foreign(nameOf(person)), ' ', make('code', {}, badge.serial)];

customElements.define('print-panel', PrintPanel);
