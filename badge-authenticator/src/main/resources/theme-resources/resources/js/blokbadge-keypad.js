// Digits for a screen without a keyboard: one keypad, which goes to the field that is asked for. Its keys are buttons like any other, so
// that a finger, a mouse, a keyboard and a screen reader press them alike.

const touch = globalThis.matchMedia?.('(pointer: coarse)').matches ?? false;

/**
 * @param box what holds the switch and the keys
 * @param fields for digits
 * @returns what puts it into a section of the page, or away
 */
export function keypad(box, fields) {
  const [toggle, keys] = [box.querySelector('[aria-expanded]'), box.querySelector('[role="group"]')];
  let field;
  const open = (isOpen) => {
    keys.hidden = !isOpen;
    toggle.setAttribute('aria-expanded', String(isOpen));
    for (const each of fields) {
      // The system's own would cover half of the screen.
      each.inputMode = isOpen ? 'none' : 'numeric';
    }
  };
  for (const each of fields) {
    each.addEventListener('focus', () => {
      field = each;
    });
  }
  // The field keeps the focus: whoever has a keyboard, too, may go on with it.
  box.addEventListener('mousedown', (event) => event.preventDefault());
  toggle.addEventListener('click', () => open(keys.hidden));
  keys.addEventListener('click', ({ target }) => {
    const key = target.closest('[data-key]')?.dataset.key;
    if (key === undefined || field === undefined) {
      return;
    }
    field.value = key === 'delete' ? field.value.slice(0, -1) : (field.value + key).slice(0, field.maxLength);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  open(touch);
  return (section) => {
    const place = section.querySelector('.blokbadge-keypad-place');
    box.hidden = place === null;
    place?.append(box);
  };
}
