// Paper and printer alone: to measure a printer before the first badge is issued.

import { make } from './elements.js';
import { text } from './texts.js';
import { failureOf } from './badge-words.js';
import { newStatus, oneAtATime, openDialog } from './dialog.js';
import './paper-settings.js';

class PrinterPanel extends HTMLElement {
  #status = newStatus();

  connectedCallback() {
    const paper = Object.assign(document.createElement('paper-settings'),
      { office: this.office, letters: false, places: false, ruler: (what) => this.#print(what) });
    const dialog = openDialog(this, text('print.settings'), make('p', {}, text('print.measure')), paper, this.#status.element,
      make('div', { class: 'actions' }, make('button', { type: 'button', onclick: () => dialog.close() }, text('close'))));
  }

  #print = oneAtATime(async (what) => {
    this.#status.say(text('loading'));
    try {
      await this.api.save(`print/ruler?${new URLSearchParams(what)}`, 'ruler.pdf');
      this.#status.say(text('saved'));
    } catch (problem) {
      this.#status.fail(failureOf(problem));
    }
  });
}

customElements.define('printer-panel', PrinterPanel);
