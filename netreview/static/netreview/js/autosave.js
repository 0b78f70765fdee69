/* The form with data-autosave is saved after a pause and on leaving; how that went stands beside its button, in words. */

const form = document.querySelector("form[data-autosave]");
const PAUSE = 3000;
const LONGEST = 20000;
const WAITS = [5000, 15000, 30000, 60000];
/* What a browser sends on even when the page is gone. */
const SMALL = 60000;

const snapshot = () => JSON.stringify([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "counter"].includes(name)));
const isSmall = () => new Blob([snapshot()]).size < SMALL;

function begin() {
  const state = form.querySelector("[data-saved-state]");
  const trouble = document.querySelector("[data-trouble]");
  const said = trouble.querySelector("[data-said]");
  const signIn = trouble.querySelector("[data-sign-in]");
  const both = trouble.querySelector("[data-both]");
  const words = trouble.dataset;
  let saved = form.hasAttribute("data-unsaved") ? null : snapshot();
  let isStopped = form.hasAttribute("data-stale");
  let isSending = false;
  let isTroubled = false;
  let isLeaving = false;
  let typedAt = 0;
  let tries = 0;
  let timer;
  let last = state.textContent;

  const isChanged = () => snapshot() !== saved;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  function settle(sentence) {
    isTroubled = false;
    tries = typedAt = 0;
    clearTimeout(timer);
    trouble.hidden = true;
    state.textContent = last = sentence;
    if (isChanged()) typed();
  }

  function fail(sentence, { link = false, choice = false, retry = false } = {}) {
    isTroubled = true;
    form.dispatchEvent(new CustomEvent("netreview:unsaved"));
    said.textContent = `${sentence} ${form.dataset.kept === "yes" ? words.kept : words.unkept}`;
    signIn.hidden = !link;
    both.hidden = !choice;
    trouble.hidden = false;
    state.textContent = words.unsaved;
    if (retry) later(WAITS[Math.min(tries++, WAITS.length - 1)]);
  }

  function took({ counter, said, before }, sent) {
    for (const field of document.querySelectorAll('input[name="counter"]')) field.value = counter;
    for (const element of document.querySelectorAll("[data-until-saved]")) element.hidden = true;
    saved = sent;
    form.dispatchEvent(new CustomEvent("netreview:saved", { detail: { sent } }));
    const place = document.querySelector("[data-before]");
    if (place && before) place.innerHTML = before;
    settle(said);
  }

  /* A page that was open while its session ended goes on with the token of the new one, if that is the same person's. */
  async function renewed() {
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (response.redirected) return "signedOut";
    if (!response.ok) return response.status === 404 ? "closed" : "broken";
    const { token, person } = await response.json();
    if (person !== form.dataset.person) return "other";
    for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = token;
    return "";
  }

  const post = () =>
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: isSmall() });

  async function hear(response, sent) {
    if (response.ok && !response.redirected) took(await response.json(), sent);
    else if (response.status === 409) {
      isStopped = true;
      fail(`${(await response.json()).said} ${words.stale}`, { choice: true });
    } else if (response.status === 422) fail(`${words.refused} ${(await response.json()).said}`);
    else if (response.status === 404) fail(words.closed);
    else fail(words.broken, { retry: true });
  }

  async function send() {
    clearTimeout(timer);
    if (isSending || isStopped) return;
    isSending = true;
    let sent = snapshot();
    if (!isTroubled) state.textContent = words.saving;
    try {
      let response = await post();
      const why = response.status === 403 ? await renewed() : "";
      if (response.status === 403 && !why) {
        sent = snapshot();
        response = await post();
      }
      if (why) fail(words[why], { link: why === "signedOut" || why === "other", retry: why === "broken" });
      else await hear(response, sent);
    } catch {
      fail(navigator.onLine ? words.unreachable : words.offline, { retry: true });
    } finally {
      isSending = false;
    }
  }

  function pause() {
    if (isStopped) return;
    const now = Date.now();
    typedAt ||= now;
    later(Math.max(0, Math.min(PAUSE, typedAt + LONGEST - now)));
  }

  function typed() {
    if (isChanged()) {
      if (!isTroubled) state.textContent = words.unsaved;
      pause();
    } else if (!isTroubled && !isSending) settle(last);
  }
  const flush = () => !isLeaving && isChanged() && send();
  const comeBack = () => isTroubled && !isSending && send();

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    const isPlain = !event.submitter || !event.submitter.name;
    if (isPlain && !isStopped) {
      event.preventDefault();
      send();
    } else isLeaving = true;
  });
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!isStopped) send();
  });
  both.addEventListener("click", () => {
    isLeaving = true;
    form.submit();
  });
  form.addEventListener("netreview:leaving", () => {
    isLeaving = true;
  });
  window.addEventListener("online", comeBack);
  window.addEventListener("focus", comeBack);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => (document.hidden ? flush() : comeBack()));
  window.addEventListener("beforeunload", (event) => {
    if (isLeaving || !isChanged() || (!isTroubled && !isStopped && isSmall())) return;
    event.preventDefault();
    flush();
  });
  /* A page that comes back as it was left does not know what became of its last save; what it holds is kept. */
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  /* Nor is a browser to fill an old text into a new page: what was not saved is offered by itself. */
  form.autocomplete = "off";
  if (!isStopped && isChanged()) state.textContent = words.unsaved;
}

if (form) begin();
