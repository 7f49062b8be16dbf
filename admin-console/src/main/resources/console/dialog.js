// A dialog over the page. The browser keeps the focus in it and gives it back; what runs is not closed by accident.

import { make } from './elements.js';

let dialogs = 0;

/** @param host an element that goes when the dialog closes */
export function openDialog(host, title, ...content) {
  const id = `dialog-${++dialogs}`;
  const dialog = make('dialog', { 'aria-labelledby': id, onclose: (event) => {
    if (event.target === dialog) {
      host.remove();
      host.dispatchEvent(new Event('closed'));
    }
  } },
  make('h2', { id, tabindex: '-1' }, ...[title].flat()), ...content);
  dialog.addEventListener('cancel', (event) => {
    if (dialog.busy) {
      event.preventDefault();
    }
  });
  host.append(dialog);
  dialog.showModal();
  return dialog;
}

/** For a panel that was left while it worked: how that ended is told over whatever page is there now. */
export function openAgain(panel, title, ...content) {
  const host = make('div');
  host.addEventListener('closed', () => panel.dispatchEvent(new Event('closed')));
  document.getElementById('main').append(host);
  return openDialog(host, title, ...content);
}

/** A second press while the first is on its way does nothing. */
export function oneAtATime(work) {
  let busy = false;
  return async (...what) => {
    if (busy) {
      return;
    }
    busy = true;
    try {
      await work(...what);
    } finally {
      busy = false;
    }
  };
}

/** What becomes of an act, for eyes and for screen readers. */
export function newStatus() {
  const said = make('p', { role: 'status', class: 'said' });
  return {
    element: said,
    say: (...words) => { said.classList.remove('problem'); said.replaceChildren(...words); },
    fail: (words) => { said.classList.add('problem'); said.replaceChildren(...words); },
  };
}
