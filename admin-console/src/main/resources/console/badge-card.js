// One badge of a person: what it is, how it is, and what may be done with it. What cannot be taken back is asked about on the spot.

import { make, foreign } from './elements.js';
import { text, minute, number } from './texts.js';
import { alarmOf, hasEnded, kindOf, nameOf, stateIn, stateOf, until, waits } from './badge-words.js';

class BadgeCard extends HTMLElement {
  #asked = make('div', { class: 'asked' });
  #buttons = make('div', { class: 'actions' });

  connectedCallback() {
    const { badge } = this;
    const fact = (key, value) => value ? [make('dt', {}, text(key)), make('dd', {}, value)] : [];
    this.append(make('article', { class: `badge-card ${hasEnded(badge) ? 'ended' : ''}`, 'aria-labelledby': `badge-${badge.id}` },
      make('h4', { id: `badge-${badge.id}` }, make('code', {}, badge.serial), ' · ', kindOf(badge.kind)),
      make('p', {}, stateOf(stateIn(badge)), ' ', alarmOf(badge)),
      make('dl', { class: 'facts' },
        ...fact('badge.until', until(badge)),
        ...fact('badge.used', badge.lastUsed ? minute(badge.lastUsed) : text('badge.never')),
        ...fact('badge.wrong', badge.wrongPins ? number(badge.wrongPins) : null),
        ...fact('badge.codeUntil', waits(badge) && badge.codeExpires ? minute(badge.codeExpires) : null),
        ...fact('badge.alarmAt', badge.alarm && badge.alarmAt ? minute(badge.alarmAt) : null)),
      this.#buttons, this.#asked));
    this.#drawButtons();
  }

  #drawButtons() {
    const { badge, may } = this;
    const open = !hasEnded(badge);
    const suspended = badge.state === 'suspended';
    const button = (key, shown, press, kind = '') => shown
      ? make('button', { type: 'button', class: kind, 'data-act': key, 'aria-describedby': `badge-${badge.id}`, onclick: press }, text(`act.${key}`)) : null;
    this.#buttons.append(...[
      button('replace', may.issue && open && badge.kind !== 'decoy', () => this.#confirm('replace', () => this.#replace()), 'primary'),
      button('code', may.code && waits(badge), () => this.act('code', badge)),
      button('reset', may.reset && (badge.state === 'active' || badge.state === 'locked'), () => this.#askReset()),
      button('renew', may.issue && badge.kind === 'standard' && badge.state === 'active', () => this.act('issue', badge, { renews: badge.id })),
      button('suspend', may.stop && open && !suspended, () => this.act('suspend', badge)),
      button('resume', may.issue && suspended, () => this.act('resume', badge)),
      button('dismiss', may.stop && Boolean(badge.alarm), () => this.act('dismiss', badge)),
      button('revoke', may.stop && open, () => this.#confirm('revoke', () => this.act('revoke', badge)), 'danger'),
    ].filter(Boolean));
    this.#buttons.hidden = this.#buttons.childElementCount === 0;
  }

  /** The old one is out of use before the new one is printed. */
  #replace() {
    const { badge } = this;
    const hours = badge.kind === 'temporary' ? { hours: 8 } : {};
    return this.act('issue', badge, { kind: badge.kind, replaces: badge.id, ...hours });
  }

  #confirm(key, yes) {
    const go = make('button', { type: 'button', class: key === 'revoke' ? 'danger' : 'primary', onclick: yes }, text(`act.${key}.yes`));
    this.#ask(key, make('p', {}, text(`act.${key}.ask`), ' ', make('strong', {}, foreign(nameOf(this.person)), ', ', make('code', {}, this.badge.serial))), go);
    go.focus();
  }

  /** A lock by somebody else is the sign of a copy: so a new badge is what is proposed. */
  #askReset() {
    const { badge } = this;
    if (badge.state !== 'locked' && !badge.wrongPins) {
      this.#confirm('reset', () => this.act('reset', badge, {}));
      return;
    }
    const name = `was-${badge.id}`;
    const answer = (value, checked) => make('label', { class: 'choice' },
      make('input', { type: 'radio', name, value, checked }), make('span', {}, text(`reset.${value}`)));
    const form = make('form', { onsubmit: (event) => {
      event.preventDefault();
      if (form.querySelector(':checked').value === 'yes') {
        return this.act('reset', badge, { wasPerson: true });
      }
      return this.may.issue ? this.#replace() : this.#sendAway();
    } },
    make('fieldset', {},
      make('legend', {}, text('reset.ask')),
      answer('no', true), answer('yes', false)),
    make('div', { class: 'actions' }, make('button', { class: 'primary' }, text('goOn')), this.#no('reset')));
    this.#asked.replaceChildren(form);
    form.querySelector('input').focus();
  }

  /** A reset would give whoever has the copy fresh tries. */
  #sendAway() {
    const no = this.#no('reset');
    this.#asked.replaceChildren(make('p', { class: 'warning', role: 'alert' }, text('reset.askIssuer')), make('div', { class: 'actions' }, no));
    no.focus();
  }

  #ask(key, question, go) {
    this.#asked.replaceChildren(question, make('div', { class: 'actions' }, go, this.#no(key)));
  }

  #no(key) {
    return make('button', { type: 'button', onclick: () => {
      this.#asked.replaceChildren();
      this.#buttons.querySelector(`[data-act="${key}"]`).focus();
    } }, text('cancel'));
  }
}

customElements.define('badge-card', BadgeCard);
