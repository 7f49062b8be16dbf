// Says of each application whether it has answered, and goes on when all have. What an application did cannot be seen from here.
const PATIENCE = 10_000;
const page = document.getElementById('wsfed-sign-out');

function answered(item) {
  const state = item.querySelector('.wsfed-state');
  const frame = item.querySelector('iframe');
  return new Promise((resolve) => {
    const end = (text, answer) => {
      if (!item.dataset.state) {
        item.dataset.state = answer ? 'asked' : 'silent';
        state.textContent = text;
        resolve(answer);
      }
    };
    frame.addEventListener('load', () => end(page.dataset.asked, true));
    setTimeout(() => end(page.dataset.silent, false), PATIENCE);
    // It may have answered before this script ran, which nobody tells: it is asked again, and signing out twice does no harm.
    frame.src = frame.getAttribute('src');
  });
}

const answers = await Promise.all([...page.querySelectorAll('li')].map(answered));
const onward = document.getElementById('wsfed-onward');
if (onward && answers.every(Boolean)) {
  location.replace(onward.href);
}
