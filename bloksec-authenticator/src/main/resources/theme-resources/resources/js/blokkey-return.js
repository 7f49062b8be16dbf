// Hands the verifier, which only the app on this device can put into the address, to the browser that asked.

const line = document.getElementById('blokkey-return');
const [, request, verifier] = location.hash.match(/^#v=([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/) ?? [];
history.replaceState(null, '', location.pathname);

async function handOver() {
  const answer = await fetch(line.dataset.route, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ request, verifier }),
    cache: 'no-store',
    credentials: 'same-origin',
  });
  return answer.ok;
}

try {
  const done = request !== undefined && await handOver();
  line.textContent = done ? line.dataset.done : line.dataset.failed;
  if (done) {
    // Only a page that a script has opened may close itself; else the person goes back.
    window.close();
  }
} catch {
  line.textContent = line.dataset.failed;
}
