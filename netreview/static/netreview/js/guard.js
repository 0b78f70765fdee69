/* Forms with data-guard: say what is not saved, ask before leaving. */

const changed = new Set();

function snapshot(form) {
  const parts = [];
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken") parts.push([name, value instanceof File ? value.name + value.size : value]);
  }
  return JSON.stringify(parts);
}

function watch(form) {
  let saved = snapshot(form);
  const state = form.querySelector("[data-saved-state]");
  const savedText = state ? state.textContent : "";
  const unsavedText = state ? state.dataset.unsaved || savedText : "";

  const update = () => {
    const isChanged = snapshot(form) !== saved;
    if (isChanged) changed.add(form);
    else changed.delete(form);
    if (state) state.textContent = isChanged ? unsavedText : savedText;
  };

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(form);
  });
  form.addEventListener("netreview:saved", () => {
    saved = snapshot(form);
    update();
  });
  /* A page refused by the server comes back with text that is saved nowhere. */
  if (form.hasAttribute("data-unsaved")) {
    saved = "";
    update();
  }
}

for (const form of document.querySelectorAll("form[data-guard]")) watch(form);

window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

/* The first thing a reader of a refused form needs is the list of what to put right. */
document.querySelector(".error-summary")?.focus();
