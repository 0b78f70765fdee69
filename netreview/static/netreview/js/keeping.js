/* What is typed into the form with data-autosave stays in this browser until it is saved; a page that was lost is offered it. */

const form = document.querySelector("form[data-autosave]");
const UNSEEN = /[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const A_MOMENT = 1000;
const A_WHILE = 4000;
const AGAIN = 3;

const typed = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "counter"].includes(name)));
/* As it would be stored, near enough. */
const bare = (value) => String(value ?? "").replace(/\r\n?/g, "\n").replace(UNSEEN, "").normalize("NFC").trim();
const isSame = (one, other) => Object.keys({ ...one, ...other }).every((name) => bare(one[name]) === bare(other[name]));

function begin() {
  const stem = `netreview-kept ${form.dataset.person} ${location.pathname}`;
  const tab = `${Date.now()}-${Math.random()}`;
  const counter = () => form.elements.counter.value;
  const shown = typed();
  let stored = form.hasAttribute("data-unsaved") ? null : typed();
  let key = "";
  let isDropped = false;
  let timer;

  const forget = () => {
    if (key) localStorage.removeItem(key);
    key = "";
  };

  function put(name, fields) {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), counter: counter(), fields }));
  }

  function keep() {
    clearTimeout(timer);
    if (isDropped) return;
    const fields = typed();
    try {
      const next = `${stem} ${counter()} ${tab}`;
      if (key !== next) forget();
      if (stored && isSame(fields, stored)) forget();
      else {
        put(next, fields);
        key = next;
      }
      form.dataset.kept = "yes";
    } catch {
      form.dataset.kept = "no";
    }
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", keep);
  form.addEventListener("netreview:unsaved", keep);
  form.addEventListener("netreview:saved", (event) => {
    stored = Object.fromEntries(JSON.parse(event.detail.sent));
    keep();
  });
  window.addEventListener("pagehide", keep, { capture: true });
  document.addEventListener("visibilitychange", keep);

  document.querySelector("[data-drop-mine]")?.addEventListener("click", () => {
    form.dispatchEvent(new CustomEvent("netreview:leaving"));
    forget();
    isDropped = true;
  });

  function fill(fields) {
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden" || control.type === "submit") continue;
      if (control.type === "radio" || control.type === "checkbox") control.checked = fields[control.name] === control.value;
      else control.value = fields[control.name] ?? "";
    }
  }

  function bring({ counter: seen, fields }) {
    if (stored && !isSame(typed(), stored)) put(`${stem} ${counter()} ${tab}-beside`, typed());
    const isOlder = seen !== counter();
    fill(fields);
    form.elements.counter.value = seen;
    keep();
    if (isOlder) {
      form.dispatchEvent(new CustomEvent("netreview:leaving"));
      form.submit();
    } else form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer(name, kept) {
    const template = document.getElementById("kept-template");
    const box = template.content.firstElementChild.cloneNode(true);
    const day = new Date(kept.at);
    box.querySelector("[data-when]").textContent = day.toLocaleString([], { dateStyle: "long", timeStyle: "short" });
    box.querySelector("[data-older]").hidden = kept.counter === counter();
    box.querySelector("[data-words]").textContent = Object.values(kept.fields).filter(Boolean).join("\n\n");
    box.querySelector("[data-bring]").addEventListener("click", () => {
      bring(kept);
      localStorage.removeItem(name);
      box.remove();
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(name);
      box.remove();
    });
    template.after(box);
  }

  /* Pages that are open hold a lock; what they keep is theirs. */
  const hold = () => navigator.locks?.request(tab, () => new Promise(() => {}));
  const living = async () => new Set(navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : []);

  async function standing() {
    try {
      const response = await fetch(form.action, { headers: { Accept: "application/json" } });
      return response.ok && !response.redirected ? await response.json() : null;
    } catch {
      return null;
    }
  }

  const offered = new Set();
  const left = () =>
    Object.keys(localStorage).filter((name) => name.startsWith(`${stem} `) && name !== key && !offered.has(name));

  async function look(again = AGAIN) {
    if (!left().length) return;
    /* The page before this one may be on its way out still, and its save on leaving on its way. */
    await new Promise((done) => setTimeout(done, A_MOMENT));
    const open = await living();
    const isOpen = (name) => open.has(name.split(" ").at(-1));
    /* On a busy machine a page that was left holds its lock a while longer. */
    if (again && left().some(isOpen)) setTimeout(() => look(again - 1).catch(() => {}), A_WHILE);
    const found = left()
      .filter((name) => !isOpen(name))
      .map((name) => [name, JSON.parse(localStorage.getItem(name))]);
    if (!found.length) return;
    const now = await standing();
    for (const [name, kept] of found) {
      const isHere = [shown, typed()].some((fields) => isSame(kept.fields, fields));
      if (isHere || (now && isSame(kept.fields, now.fields))) localStorage.removeItem(name);
      else {
        offered.add(name);
        offer(name, kept);
      }
    }
    /* This page is older than what is stored, and nobody has typed into it yet. */
    if (now && stored && String(now.counter) !== counter() && isSame(typed(), stored)) location.reload();
  }

  if (form.hasAttribute("data-unsaved")) {
    keep();
    /* What the page before this one kept and sent is here, and kept by this page now. */
    for (const name of key ? left() : []) if (isSame(JSON.parse(localStorage.getItem(name)).fields, shown)) localStorage.removeItem(name);
  }
  hold();
  look().catch(() => {});
}

if (form) begin();
