/* Tools above the text: drawn from their template, one stop of the Tab key, arrows within. All of it writes Markdown. */

const template = document.getElementById("toolbar-template");
const area = template && document.getElementById(template.dataset.for);

/* Whoever has words for the text sends them here: the browser's own undo knows of them, and so does whoever watches. */
function put(from, to, words, selectFrom, selectTo) {
  area.focus();
  area.setSelectionRange(from, to);
  const isDone = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (!isDone && area.value.slice(from, from + words.length) !== words) {
    area.setRangeText(words, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const end = from + words.length;
  area.setSelectionRange(selectFrom === undefined ? end : from + selectFrom, selectTo === undefined ? end : from + selectTo);
}

/* A block stands alone: an empty line before and after it. */
function putBlock(from, to, words, selectFrom, selectTo) {
  const before = area.value.slice(0, from);
  const after = area.value.slice(to);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const shift = (at) => (at === undefined ? undefined : at + lead.length);
  put(from, to, lead + words + tail, shift(selectFrom), shift(selectTo));
}

function wrap(mark) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const outside = value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark;
  const isLonger = outside && mark === "*" && value[from - 2] === "*" && value[from - 3] !== "*";
  if (outside && !isLonger) put(from - mark.length, to + mark.length, chosen, 0, chosen.length);
  else {
    const words = chosen.trim();
    const lead = chosen.length - chosen.trimStart().length;
    const written = chosen.slice(0, lead) + mark + words + mark + chosen.slice(lead + words.length);
    put(from, to, written, lead + mark.length, lead + mark.length + words.length);
  }
}

/* The lines that the selection touches, each begun in another way; the same again takes it off. */
function begin(prefixOf, pattern) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", Math.max(selectionEnd - (selectionEnd > selectionStart && value[selectionEnd - 1] === "\n"), from));
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const isOn = lines.every((line) => !line.trim() || pattern.test(line));
  let count = 0;
  const written = lines.map((line) => {
    const bare = line.replace(/^(#{1,6}|[-*+]|[0-9]{1,9}[.)]) +/, "");
    if (isOn && line.trim()) return bare;
    return line.trim() || lines.length === 1 ? prefixOf((count += 1)) + bare : line;
  });
  const words = written.join("\n");
  put(from, to, words, lines.length > 1 ? 0 : undefined);
}

function table(words) {
  const heads = words.split("|");
  const row = `|${heads.map((head) => " ".repeat(head.length + 2)).join("|")}|`;
  const rule = `|${heads.map((head) => ` ${"-".repeat(head.length)} `).join("|")}|`;
  const at = area.selectionEnd;
  putBlock(at, at, `| ${heads.join(" | ")} |\n${rule}\n${row}\n${row}`, 2, 2 + heads[0].length);
}

const tools = {
  heading: () => begin(() => "## ", /^## /),
  subheading: () => begin(() => "### ", /^### /),
  bold: () => wrap("**"),
  italic: () => wrap("*"),
  list: () => begin(() => "- ", /^[-*+] /),
  numbers: () => begin((count) => `${count}. `, /^[0-9]+[.)] /),
  table: (button) => table(button.dataset.text),
  block: () => area.dispatchEvent(new CustomEvent("netreview:block")),
  cite: () => area.dispatchEvent(new CustomEvent("netreview:cite")),
};
const keys = { b: "bold", i: "italic", k: "cite" };

function draw() {
  const drawn = template.content.cloneNode(true);
  const bar = drawn.querySelector("[role=toolbar]");
  const buttons = [...bar.querySelectorAll("button")];
  const stop = (at) => buttons.forEach((button, index) => button.setAttribute("tabindex", index === at ? "0" : "-1"));
  stop(0);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const last = buttons.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    stop(to);
    buttons[to].focus();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    stop(buttons.indexOf(button));
    tools[button.dataset.do](button);
  });
  const dialogs = [...drawn.querySelectorAll("dialog")];
  for (const dialog of dialogs) {
    dialog.addEventListener("click", (event) => event.target.closest("[data-close]") && dialog.close());
    dialog.addEventListener("close", () => area.focus());
  }
  area.before(bar);
  area.after(drawn.querySelector(".pasted"));
  document.querySelector("main").append(...dialogs);
}

if (area) {
  draw();
  area.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    tools[tool]();
  });
  area.addEventListener("netreview:put", (event) => {
    const { from, to, words, isBlock, select = [] } = event.detail;
    (isBlock ? putBlock : put)(from, to, words, ...select);
  });
}
