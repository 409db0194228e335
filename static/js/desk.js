// Keys of the staff desk. Every list and every search works without them.
//   /      focuses the search field ([data-focus-key="/"])
//   j, k   next and previous row of the table or list marked data-rows
//   Enter  opens the selected row's first link
const field = document.querySelector('[data-focus-key="/"]');
const list = document.querySelector("[data-rows]");

const rows = () =>
  list ? [...list.querySelectorAll("tbody tr, [data-row]")].filter((row) => row.querySelector("a[href]")) : [];

const selected = () => rows().findIndex((row) => row.classList.contains("is-selected"));

function select(index) {
  const all = rows();
  if (!all.length) return;
  const at = Math.max(0, Math.min(index, all.length - 1));
  for (const row of all) row.classList.remove("is-selected");
  all[at].classList.add("is-selected");
  // The focus follows, so that a screen reader reads the row's link and Enter opens it.
  all[at].querySelector("a[href]").focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

function isWriting(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target === field) {
    field.blur();
    return;
  }
  if (isWriting(event.target)) return;
  if (event.key === "/" && field) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "j") {
    select(selected() + 1);
  } else if (event.key === "k") {
    select(selected() < 0 ? 0 : selected() - 1);
  } else if (event.key === "Enter" && event.target === document.body && selected() >= 0) {
    rows()[selected()].querySelector("a[href]").click();
  }
});
