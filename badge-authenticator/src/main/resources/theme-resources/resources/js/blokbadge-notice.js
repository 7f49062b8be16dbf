// What a person is told after the PIN, before it goes on. Nobody else may go on in their name: neither whoever finds the page, nor the next
// person's scanner, whose Enter would press a button.
import { hearScan } from './blokbadge-scanner.js';

const IDLE = 45_000;
const IDLE_WARNING = 15_000;

const root = document.getElementById('blokbadge-notice');
const alert = document.getElementById('blokbadge-alert');
const back = () => document.getElementById('blokbadge-back').submit();
let idle;
let warning;

function rest() {
  clearTimeout(idle);
  clearTimeout(warning);
  alert.textContent = '';
  warning = setTimeout(() => {
    alert.textContent = root.dataset.idleSoon;
  }, IDLE - IDLE_WARNING);
  idle = setTimeout(back, IDLE);
}

for (const event of ['keydown', 'pointerdown']) {
  document.addEventListener(event, rest);
}
hearScan(back);
rest();
