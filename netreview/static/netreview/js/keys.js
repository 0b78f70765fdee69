/* The review page by single keys: never while somebody types, and not where they were switched off. */

const KEPT_AS = "netreview:keys";
const dialog = document.getElementById("keys");
const form = document.getElementById("review-form");

function areOn() {
  try {
    return localStorage.getItem(KEPT_AS) !== "off";
  } catch {
    return true;
  }
}

function isTyping(target) {
  const field = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  return Boolean(field) && !["radio", "checkbox", "button", "submit"].includes(field.type);
}

function go(id) {
  const place = document.getElementById(id);
  if (!place) return;
  place.tabIndex = -1;
  place.focus();
  place.scrollIntoView({ block: "start" });
}

const numbers = () => [...document.querySelectorAll(".numbered .comment-here")];

/* From where the focus is, or, where it is in no paragraph, from the one read now. */
function step(by) {
  const all = numbers();
  const at = all.indexOf(document.activeElement);
  const read = all.findIndex((button) => button.getBoundingClientRect().top >= 0);
  const next = at >= 0 ? at + by : read < 0 ? all.length - 1 : by > 0 ? read : read - 1;
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  c: () => (numbers().includes(document.activeElement) ? document.activeElement.click() : go("comment-form")),
  s: () => form.requestSubmit(),
  l: () => go("checklist"),
  d: () => go("sign"),
  "?": () => dialog.showModal(),
};

if (dialog && form) {
  const box = dialog.querySelector("[data-keys-on]");
  box.checked = areOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT_AS, box.checked ? "on" : "off");
    } catch {
      /* Where nothing can be kept, it holds for this page. */
    }
  });
  /* Not a field of the form around it. */
  document.querySelector("main").append(dialog);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  const opener = document.querySelector("[data-keys-open]");
  opener.hidden = false;
  opener.querySelector("button").addEventListener("click", () => dialog.showModal());

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || dialog.open) return;
    const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const isSingle = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && box.checked;
    const act = isSave ? ACTS.s : isSingle && Object.hasOwn(ACTS, event.key) ? ACTS[event.key] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
