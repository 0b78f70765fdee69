/* The dialog for a block: its kind, the fields that this kind has, and the fence that comes of them. */

const template = document.getElementById("toolbar-template");
const area = template && document.getElementById(template.dataset.for);
const dialog = document.querySelector("[data-dialog=block]");

function fence(fields, of) {
  const kind = fields.block.value;
  if (kind !== of) return `::: ${kind}`;
  const held = { direction: fields.direction.value, strength: fields.strength.value, certainty: fields.certainty.value };
  held.grade = fields.grade.value;
  if (fields.good.checked) held.kind = "good-practice";
  held.for = fields.for.value;
  const said = Object.entries(held).map(([name, value]) => [name, value.trim().replaceAll('"', "”")]);
  const written = said.filter(([, value]) => value).map(([name, value]) => `${name}=${/^[\w-]+$/.test(value) ? value : `"${value}"`}`);
  return [`::: ${kind}`, ...written].join(" ");
}

if (area && dialog) {
  const fields = Object.fromEntries([...dialog.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field]));
  const part = dialog.querySelector("[data-of]");
  const problem = dialog.querySelector("[data-problem]");
  let place = [0, 0];

  const wrong = () => {
    if (fields.block.value !== part.dataset.of) return "";
    const isUndecided = fields.direction.value === "none";
    if (fields.strength.value && !fields.certainty.value) return problem.dataset.both;
    if (fields.certainty.value && !fields.strength.value && !isUndecided) return problem.dataset.both;
    const ways = [fields.strength.value || fields.certainty.value, fields.grade.value.trim(), fields.good.checked];
    return ways.filter(Boolean).length === 1 ? "" : problem.dataset.one;
  };
  const show = () => {
    part.hidden = fields.block.value !== part.dataset.of;
    problem.textContent = "";
  };
  const insert = () => {
    problem.textContent = wrong();
    if (problem.textContent) return;
    const opening = `${fence(fields, part.dataset.of)}\n`;
    const inside = area.value.slice(...place).trim();
    dialog.close();
    const select = [opening.length, opening.length + inside.length];
    const detail = { from: place[0], to: place[1], words: `${opening}${inside}\n:::`, isBlock: true, select };
    area.dispatchEvent(new CustomEvent("netreview:put", { detail }));
  };

  fields.block.addEventListener("change", show);
  dialog.querySelector("[data-insert]").addEventListener("click", insert);
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    insert();
  });
  area.addEventListener("netreview:block", () => {
    place = [area.selectionStart, area.selectionEnd];
    show();
    dialog.showModal();
  });
}
