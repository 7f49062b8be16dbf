// Ticks once a second in a worker: in a page that is not the one in front, browsers let timers sleep for a minute.
setInterval(() => postMessage(undefined), 1_000);
