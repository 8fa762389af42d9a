// A second press of a button, before the answer to the first one is there, is no second save.

const MOMENT = 5000;

export function sendOnce(form) {
  let sent = -MOMENT;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < MOMENT) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      sent = event.timeStamp;
    }
  });
  // Back to the page as it was left.
  window.addEventListener("pageshow", () => (sent = -MOMENT));
}
