// This phone does not count any more: removed here, in the account console, or by an administrator. Removed for good, its keys are gone; unknown to
// the server, they go when the person begins anew.

import * as phone from '../device/phone.js';
import { button, make, sign } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { text } from '../ui/texts.js';

class Removed extends Screen {
  enter() {
    this.show(
      text('removed.title'),
      sign('soft', 'phone'),
      make('p', {}, text('removed.what')),
      make(
        'div',
        { class: 'actions' },
        button('main', text('removed.again'), async () => {
          await phone.forget();
          go('welcome');
        }),
      ),
    );
  }
}

customElements.define('blokkey-removed', Removed);
