// For who has no phone here yet: what this is, and how to begin. On iPhones first onto the home screen, as keys made in Safari would stay there.

import { isSupported } from '../device/verification-key.js';
import * as platform from '../device/platform.js';
import { button, icon, make, row } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { text } from '../ui/texts.js';

const step = (picture, words) => make('li', {}, icon(picture), make('span', {}, words));

class Welcome extends Screen {
  enter() {
    if (!isSupported()) {
      this.show(text('welcome.title'), make('p', { class: 'box bad' }, text('welcome.unsupported')));
    } else if (platform.mustInstallFirst()) {
      this.show(
        text('install.title'),
        make('p', {}, text('install.why')),
        make('ol', { class: 'steps' }, [
          step('share', text('install.share')),
          step('phone', text('install.add')),
          step('forward', text('install.open')),
          step('scan', text('install.code')),
        ]),
        make('ul', { class: 'menu' }, row('help', text('help.title'), 'help')),
      );
    } else {
      this.show(
        text('welcome.title'),
        make('p', { class: 'lead' }, text('welcome.what')),
        make('ol', { class: 'steps' }, [
          step('screen', text('welcome.computer')),
          step('scan', text('welcome.scan')),
          step('finger', text('welcome.finger')),
        ]),
        make('div', { class: 'actions' }, button('main', text('welcome.scan-now'), () => go('scan')), button('quiet', text('welcome.type'), () => go('type'))),
        make('ul', { class: 'menu' }, row('help', text('help.title'), 'help')),
      );
    }
  }
}

customElements.define('blokkey-welcome', Welcome);
