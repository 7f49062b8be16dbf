// What people ask. Without a connection, too.

import { make } from '../ui/elements.js';
import { Screen } from '../ui/screen.js';
import { text } from '../ui/texts.js';

const QUESTIONS = ['unexpected', 'number', 'nothing', 'lost', 'new-phone', 'private'];

class Help extends Screen {
  enter() {
    this.show(
      text('help.title'),
      QUESTIONS.map((name) => make('details', { class: 'question' }, make('summary', {}, text(`help.${name}`)), make('p', {}, text(`help.${name}-answer`)))),
    );
  }
}

customElements.define('blokkey-help', Help);
