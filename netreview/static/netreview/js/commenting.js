/* The review page: a pressed paragraph offers a comment on it. */

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

  text.addEventListener("click", (event) => {
    if (event.target !== button && !event.target.closest("a")) choose(event.target);
    const selection = String(getSelection()).trim();
    if (selection && paragraph && paragraph.contains(getSelection().anchorNode)) marked = selection;
  });
  button.addEventListener("click", () => {
    place.value = paragraph.id;
    if (quote) quote.value = marked;
    marked = "";
    place.dispatchEvent(new Event("change", { bubbles: true }));
    words.focus();
  });
}
