// How many people have a badge about which somebody should look, with the way to them.

import { make } from './elements.js';
import { count, text } from './texts.js';

const MOST = 10;

class AlarmBanner extends HTMLElement {
  /** Asks the server again. */
  async load() {
    let people = [];
    let more = false;
    try {
      ({ people, more } = await this.api.json(`people?state=alarm&max=${MOST}`));
    } catch {
      // The list below says what is wrong.
    }
    this.replaceChildren(...(people.length === 0 ? [] : [make('p', { class: 'banner', role: 'status' },
      make('span', { 'aria-hidden': 'true' }, '⚠ '),
      make('strong', {}, more ? text('alarms.many', MOST) : count('alarms', people.length)), ' ',
      make('a', { href: '?state=alarm#badges', onclick: (event) => {
        event.preventDefault();
        this.show();
      } }, text('alarms.show')))]));
  }
}

customElements.define('alarm-banner', AlarmBanner);
