/** Without input for so long, the badge is forgotten: a bystander must not go on where somebody has left. */
const TIME = 45_000;
const WARNING = 15_000;

/**
 * Every key and touch begins the time anew.
 *
 * @param warn when it is about to end
 * @param calm takes the warning back
 * @param end when it has ended
 * @param isNeeded whether there is anything to forget
 * @returns begins anew, too
 */
export function whenIdle({ warn, calm, end, isNeeded = () => true }) {
  let timers = [];
  const rest = () => {
    timers.forEach(clearTimeout);
    calm();
    timers = isNeeded() ? [setTimeout(warn, TIME - WARNING), setTimeout(end, TIME)] : [];
  };
  for (const event of ['keydown', 'pointerdown']) {
    document.addEventListener(event, rest);
  }
  return rest;
}
