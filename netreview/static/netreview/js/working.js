/* Forms with data-working: a second press is ignored, the pressed button says what is happening. */

const busy = new WeakSet();
const before = new Map();

function start(form, button) {
  busy.add(form);
  if (!button || !button.dataset.working) return;
  before.set(button, button.textContent);
  /* The button's own name and value have been read by now, so its words may change. */
  setTimeout(() => {
    button.textContent = button.dataset.working;
    button.classList.add("is-working");
    button.setAttribute("aria-live", "polite");
  });
}

function stop() {
  for (const [button, text] of before) {
    button.textContent = text;
    button.classList.remove("is-working");
    if (button.form) busy.delete(button.form);
  }
  before.clear();
  for (const form of document.querySelectorAll("form[data-working]")) busy.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-working")) return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  start(form, event.submitter);
});

/* Coming back by the browser's own button shows the page as it was left: make it usable again. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) stop();
});
document.addEventListener("htmx:afterRequest", stop);
