// What a person is told after the PIN, before it goes on. Nobody else may go on in their name: neither whoever finds the page, nor the next
// person's scanner, whose Enter would press a button.
import { whenIdle } from './blokbadge-idle.js';
import { hearScan } from './blokbadge-scanner.js';

const root = document.getElementById('blokbadge-notice');
const alert = document.getElementById('blokbadge-alert');
const say = (text) => {
  alert.textContent = text;
};
const back = () => document.getElementById('blokbadge-back').submit();

hearScan(back);
whenIdle({ warn: () => say(root.dataset.idleSoon), calm: () => say(''), end: back })();
