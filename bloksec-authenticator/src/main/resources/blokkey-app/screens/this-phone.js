// This phone as the server knows it, and what its person can change.

import * as phone from '../device/phone.js';
import * as push from '../device/push.js';
import { isPrintable } from '../device/signed-text.js';
import { button, facts, foreign, icon, make } from '../ui/elements.js';
import { go, Screen } from '../ui/screen.js';
import { choose, language, LANGUAGES, load, text, time } from '../ui/texts.js';

class ThisPhone extends Screen {
  async enter() {
    this.show(text('this-phone.title'), make('p', { role: 'status' }, text('wait')));
    try {
      this.#present(await phone.device(), await phone.self());
    } catch (error) {
      const words = await this.explain(error);
      if (words) {
        this.show(text('this-phone.title'), make('p', { class: 'problem', role: 'alert' }, words), this.#language());
      }
    }
  }

  #present(kept, known) {
    this.said = make('p', { role: 'status' });
    this.show(
      text('this-phone.title'),
      facts([
        [text('this-phone.person'), foreign(kept.userName)],
        [text('request.organisation'), foreign(kept.organisation)],
        [text('this-phone.model'), foreign([known.model, known.platform].filter(Boolean).join(' · '))],
        [text('this-phone.since'), time(known.created)],
        [text('this-phone.grade'), text(`grade.${known.grade}`)],
        [text('this-phone.pushes'), text(known.push === 'none' || push.permission() !== 'granted' ? 'notify.off' : 'notify.on')],
      ]),
      this.said,
      push.permission() === 'default' || (push.permission() === 'granted' && known.push === 'none')
        ? make('div', { class: 'actions' }, button('', [icon('bell'), text('notify.allow')], () => this.#attempt(async () => text((await push.enable()) ? 'notify.done' : 'notify.denied'))))
        : push.permission() === 'denied'
          ? make('p', { class: 'hint' }, text('notify.denied'))
          : null,
      this.#rename(known),
      make(
        'label',
        { class: 'choice', for: 'strangers' },
        make('input', {
          id: 'strangers', type: 'checkbox', checked: known.settings.pushesFromNewBrowsers,
          onchange: ({ target }) => this.#attempt(async () => {
            await phone.settings(target.checked);
            return text(target.checked ? 'strangers.on' : 'strangers.off');
          }),
        }),
        text('strangers.label'),
      ),
      make('p', { class: 'hint' }, text('strangers.what')),
      this.#language(),
      make('h2', {}, text('remove.title')),
      make('p', {}, text('remove.what')),
      make('div', { class: 'actions' }, button('bad', text('remove'), () => this.#remove())),
    );
  }

  #rename(known) {
    const name = make('input', { id: 'name', value: known.name, maxlength: 64, required: true, autocomplete: 'off' });
    return make(
      'form',
      {
        class: 'inline',
        onsubmit: (event) => {
          event.preventDefault();
          this.#attempt(async () => {
            const wanted = name.value.trim().normalize('NFC');
            if (wanted === '' || !isPrintable(wanted)) {
              return text('problem.malformed');
            }
            await phone.rename(wanted);
            return text('saved');
          });
        },
      },
      make('label', { for: 'name' }, text('enrol.name')),
      make('div', {}, name, button('', text('save'), undefined, { type: 'submit' })),
    );
  }

  #language() {
    return make(
      'div',
      { class: 'inline' },
      make('label', { for: 'language' }, text('language')),
      make(
        'select',
        {
          id: 'language',
          onchange: async ({ target }) => {
            await choose(target.value);
            await load();
            location.reload();
          },
        },
        Object.entries(LANGUAGES).map(([tag, name]) => make('option', { value: tag, lang: tag, selected: tag === language }, name)),
      ),
    );
  }

  #remove() {
    const dialog = make(
      'dialog',
      { 'aria-labelledby': 'remove-title' },
      make('h2', { id: 'remove-title' }, text('remove.title')),
      make('p', {}, text('remove.sure')),
      make(
        'div',
        { class: 'decision' },
        button('', text('cancel'), () => dialog.close()),
        button('bad', text('remove'), () => {
          dialog.close();
          this.#attempt(async () => {
            await phone.removeSelf();
            await phone.forget();
            go('removed');
          });
        }),
      ),
    );
    dialog.addEventListener('close', () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  }

  async #attempt(work) {
    try {
      this.said.textContent = (await work()) ?? '';
    } catch (error) {
      this.said.textContent = (await this.explain(error)) ?? '';
    }
  }
}

customElements.define('blokkey-this-phone', ThisPhone);
