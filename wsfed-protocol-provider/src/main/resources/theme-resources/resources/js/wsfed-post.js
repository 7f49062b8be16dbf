// Sends the token on, once. Someone who comes back to this page with the browser's Back button is asked first.
const returned = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

function ask() {
  document.getElementById("wsfed-going").hidden = true;
  document.getElementById("wsfed-again").hidden = false;
}

if (returned) {
  ask();
} else {
  document.getElementById("wsfed-answer").submit();
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    ask();
  }
});
