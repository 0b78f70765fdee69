/* What is pasted from Word or Docs comes into the text as Markdown; what was not understood is listed below it. */

const template = document.getElementById("toolbar-template");
const area = template && document.getElementById(template.dataset.for);
const RICH =
  /<(h[1-6]|li|table|sup|sub|strong|em|b|i|del|ins)[\s>]|mso-list|mso-element|font-weight:\s*(700|bold)|font-style:\s*italic|vertical-align:\s*su[pb]|<a\s[^>]*href=/i;

/* Word sends its whole sheet of styles, Docs its pictures: neither is read. Never parsed here: our own policy forbids styles. */
function lean(html) {
  return html
    .replace(/<(head|style|script|xml)[\s>][\s\S]*?<\/\1>/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/\ssrc=("data:[^"]*"|'data:[^']*')/gi, "");
}

if (area) {
  const below = area.parentElement.querySelector(".pasted");
  const said = below.querySelector("[data-said]");
  const box = below.querySelector("[data-lost]");
  const list = box.querySelector("ol");
  box.querySelector("[data-close]").addEventListener("click", () => {
    box.hidden = true;
    area.focus();
  });

  const show = (sentence, lost = []) => {
    said.textContent = sentence;
    list.replaceChildren(
      ...lost.map(({ where, text, why }) => {
        const item = document.createElement("li");
        const words = document.createElement("b");
        words.textContent = text;
        item.append(where && `${where} `, words, text && " ", why);
        return item;
      }),
    );
    box.hidden = !lost.length;
  };

  const put = ([from, to], words) => {
    const isBlock = /\n|^(#|[-*] |[0-9]+[.)] |\|)/.test(words);
    area.dispatchEvent(new CustomEvent("netreview:put", { detail: { from, to, words, isBlock } }));
  };

  const read = async (html) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    body.set("html", html);
    const response = await fetch(template.dataset.paste, { method: "POST", body, headers: { Accept: "application/json" } });
    return response.json();
  };

  area.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (!RICH.test(html) || area.readOnly) return;
    event.preventDefault();
    const place = [area.selectionStart, area.selectionEnd];
    show(template.dataset.reading);
    area.readOnly = true;
    let answer = {};
    try {
      answer = await read(lean(html));
    } catch {
      answer = { refused: [] };
    }
    area.readOnly = false;
    if (answer.markdown === undefined) {
      area.dispatchEvent(new CustomEvent("netreview:put", { detail: { from: place[0], to: place[1], words: plain } }));
      show([...(answer.refused || []), template.dataset.plain].join(" "));
      return;
    }
    put(place, answer.markdown);
    show(answer.said, answer.lost);
  });
}
