// One box that chooses every row of the page, or none; without this module each row has its own.
const place = document.querySelector("[data-pick-all]");
const boxes = place ? [...place.closest("table").querySelectorAll('input[name="pick"]')] : [];

if (boxes.length) {
  const all = Object.assign(document.createElement("input"), { type: "checkbox" });
  all.setAttribute("aria-label", place.dataset.pickAll);
  all.title = place.dataset.pickAll;
  const settle = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", settle));
  place.replaceChildren(all);
  settle();
}
