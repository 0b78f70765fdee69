/* The review page: the number of a paragraph comments on it, and so does a pressed paragraph. */

const text = document.querySelector(".numbered");
const form = document.getElementById("comment-form");
const place = document.getElementById("id_on");
const words = document.getElementById("id_body");
const quote = document.getElementById("id_quote");

if (text && form && place && words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-second button-dense";
  button.textContent = form.querySelector("h3").textContent;
  let paragraph = null;
  let marked = "";

  const choose = (target) => {
    const found = target instanceof Element ? target.closest('[id^="p-"]') : null;
    if (!found || found === paragraph || !text.contains(found)) return;
    paragraph = found;
    /* A row of a table takes no button inside, and a list only items: the button goes where it may stand. */
    if (found.tagName === "LI") found.append(button);
    else (found.closest(".table-scroll") || found).after(button);
  };

  const comment = (on) => {
    place.value = on.id;
    if (quote) quote.value = marked;
    marked = "";
    place.dispatchEvent(new Event("change", { bubbles: true }));
    back.href = `#${on.id}`;
    back.textContent = form.dataset.back.replace("{n}", on.id.slice(2));
    back.hidden = false;
    words.focus();
  };
  const back = document.createElement("a");
  back.className = "small";
  back.hidden = true;
  form.querySelector("h3").after(back);

  for (const on of text.querySelectorAll('[id^="p-"]')) {
    const number = document.createElement("button");
    number.type = "button";
    number.className = "comment-here";
    number.textContent = on.id.slice(2);
    number.setAttribute("aria-label", form.dataset.on.replace("{n}", on.id.slice(2)));
    number.addEventListener("click", () => comment(on));
    (on.tagName === "TR" ? on.firstElementChild : on).prepend(number);
  }
  text.classList.add("has-numbers");
  document.querySelector("[data-plain]")?.remove();

  text.addEventListener("click", (event) => {
    if (event.target !== button && !event.target.closest(".comment-here") && !event.target.closest("a")) choose(event.target);
    const selection = String(getSelection()).trim();
    if (selection && paragraph && paragraph.contains(getSelection().anchorNode)) marked = selection;
  });
  button.addEventListener("click", () => comment(paragraph));
}
