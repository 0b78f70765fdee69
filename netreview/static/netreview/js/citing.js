/* Cite: search works while typing, put in the key of the one that is chosen. */

const template = document.getElementById("toolbar-template");
const area = template && document.getElementById(template.dataset.for);
const dialog = document.querySelector("[data-dialog=cite]");

if (area && dialog) {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const status = dialog.querySelector("[data-status]");
  const words = template.dataset;
  let place = [0, 0];
  let waiting = 0;
  let asked = 0;

  const answer = async (options, query = "") => {
    const response = await fetch(words.cite + query, { headers: { Accept: "application/json" }, ...options });
    return response.json();
  };

  const drawn = (work) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool-work";
    const key = document.createElement("span");
    key.className = "mono small";
    key.textContent = work.key;
    const source = document.createElement("span");
    source.className = "quiet small";
    source.textContent = work.source;
    button.append(key, ` ${work.line} `, source);
    button.addEventListener("click", () => choose(work));
    item.append(button);
    return item;
  };

  const search = async () => {
    const turn = (asked += 1);
    status.textContent = words.searching;
    try {
      const { works } = await answer({}, `?q=${encodeURIComponent(field.value)}`);
      if (turn !== asked) return;
      list.replaceChildren(...works.map(drawn));
      status.textContent = works.length ? "" : words.none;
    } catch {
      if (turn === asked) status.textContent = words.failed;
    }
  };

  /* Right behind a citation the key goes into its bracket. */
  const put = (key) => {
    let [from, to] = place;
    const isBehind = from === to && /\[@[^\]\n]*\]$/.test(area.value.slice(0, from));
    const detail = isBehind ? { from: from - 1, to, words: `; @${key}]` } : { from, to, words: `${area.value.slice(from, to)}[@${key}]` };
    area.dispatchEvent(new CustomEvent("netreview:put", { detail }));
  };

  const choose = async (work) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    body.set("reference", work.id);
    try {
      const { key, refused } = await answer({ method: "POST", body });
      if (!key) throw new Error((refused || [words.failed]).join(" "));
      dialog.close();
      put(key);
    } catch (error) {
      status.textContent = error instanceof SyntaxError || error instanceof TypeError ? words.failed : error.message;
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);
  });
  dialog.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Enter" && document.activeElement === field) {
      event.preventDefault();
      if (!status.textContent && buttons.length) buttons[0].click();
    } else if (event.key === "ArrowDown" && buttons[at + 1]) {
      event.preventDefault();
      buttons[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (buttons[at - 1] || field).focus();
    }
  });
  area.addEventListener("netreview:cite", () => {
    place = [area.selectionStart, area.selectionEnd];
    field.value = "";
    dialog.showModal();
    field.focus();
    search();
  });
}
