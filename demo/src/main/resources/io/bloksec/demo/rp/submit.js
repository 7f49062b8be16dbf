// Sends the request on without a click.
document.getElementById("request").submit();
