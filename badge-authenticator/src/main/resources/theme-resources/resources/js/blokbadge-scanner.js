// A scanner is a keyboard. It presses the keys of a US one, and the workstation may take it for another: each stroke is read twice, as the
// sign that came of it and as the key that was pressed. Which reading is the badge, its checksum says.

/** The sign that a key has on a US keyboard, where it is one of those that badges have. */
function usSign(code) {
  const found = /^(?:Key([A-Z])|(?:Digit|Numpad)([1-7]))$/.exec(code);
  return found === null ? '' : found[1] ?? found[2];
}

/**
 * Hears what is scanned or pasted into a field.
 *
 * @param length of a badge's text
 * @param take what is done with the readings, the likelier first; the field is empty by then
 */
export function listen(input, length, take) {
  let keys = '';
  const end = () => {
    const readings = [input.value.trim(), keys].filter((each) => each !== '');
    input.value = '';
    keys = '';
    if (readings.length > 0) {
      take(readings);
    }
  };
  input.addEventListener('focus', () => {
    keys = '';
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || (event.key === 'Tab' && input.value !== '')) {
      event.preventDefault();
      end();
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      keys = '';
    } else if (!event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey) {
      keys += usSign(event.code);
    }
  });
  input.addEventListener('input', () => {
    if (input.value.trim().length === length) {
      end();
    }
  });
}

/**
 * @param parse of one reading; rejects with a reason
 * @throws what the most telling reading was refused for
 */
export async function firstGood(readings, parse) {
  let refused;
  for (const each of readings) {
    try {
      return await parse(each);
    } catch (why) {
      if (refused === undefined || refused.reason === 'NOT_A_BADGE') {
        refused = why;
      }
    }
  }
  throw refused;
}
