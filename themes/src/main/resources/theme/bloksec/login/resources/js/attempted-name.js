// Keycloak 26.7 labels this field with a label for another one: whoever listens to the page would not hear what the name is.
document.addEventListener('DOMContentLoaded', () => {
  const name = document.getElementById('kc-attempted-username');
  const label = document.querySelector('label[for="username"]');
  if (name && label && !document.getElementById('username')) {
    label.htmlFor = name.id;
  }
});
