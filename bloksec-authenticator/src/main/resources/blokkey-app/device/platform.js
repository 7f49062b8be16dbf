// What kind of phone this is, as far as it tells: for names that people recognise, and for what each can do.

const agent = navigator.userAgent;

export const isApple = /iPhone|iPad|iPod/.test(agent) || (agent.includes('Macintosh') && navigator.maxTouchPoints > 1);

/** Started from the home screen. */
export const isInstalled = () => matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;

/** iPhones keep the app's storage apart from Safari's, and give it pushes: keys are made there alone. */
export const mustInstallFirst = () => isApple && !isInstalled();

export function platform() {
  const android = /Android (\d+)/.exec(agent);
  const apple = /OS (\d+)[_\d]* like Mac/.exec(agent);
  if (android) return `Android ${android[1]}`;
  if (apple) return `iOS ${apple[1]}`;
  if (isApple) return 'iPadOS';
  return /Windows/.test(agent) ? 'Windows' : /Mac/.test(agent) ? 'macOS' : /CrOS/.test(agent) ? 'ChromeOS' : 'Linux';
}

function browser() {
  for (const [name, mark] of [['Edge', /Edg/], ['Samsung Internet', /SamsungBrowser/], ['Firefox', /Firefox|FxiOS/], ['Chrome', /Chrome|CriOS/], ['Safari', /Safari/]]) {
    if (mark.test(agent)) return name;
  }
  return '';
}

/** E.g. "Pixel 8", "iPhone", or "Chrome" where nothing better is told. */
export async function model() {
  const told = await navigator.userAgentData?.getHighEntropyValues?.(['model']).catch(() => undefined);
  return told?.model || /iPhone|iPad/.exec(agent)?.[0] || (isApple ? 'iPad' : browser());
}
