// Enhancements of every page. Each page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const indonesian = document.documentElement.lang === "id";

const counting = indonesian
  ? {
      i18n: {
        charactersUnderLimit: { other: "Tersisa %{count} karakter" },
        charactersAtLimit: "Sudah mencapai batas panjang",
        charactersOverLimit: { other: "Terlalu panjang %{count} karakter" },
      },
    }
  : {};

function enhance(scope) {
  createAll(Button, { preventDoubleClick: true }, scope);
  createAll(CharacterCount, counting, scope);
  createAll(Checkboxes, undefined, scope);
  createAll(Radios, undefined, scope);
  createAll(ErrorSummary, undefined, scope);
  createAll(NotificationBanner, undefined, scope);
}

enhance(document);
createAll(ServiceNavigation);
createAll(SkipLink);

// What htmx puts into the page gets the same enhancements.
document.addEventListener("htmx:afterSettle", (event) => enhance(event.detail.elt));

// What was typed before htmx had arrived, on a slow line, counts as typed: it hears of a change only
// from then on, and would wait for one more key.
document.addEventListener("htmx:load", (event) => {
  for (const field of event.detail.elt.querySelectorAll("[hx-trigger~='typed-early']")) {
    if (field.value !== field.defaultValue) field.dispatchEvent(new Event("typed-early"));
  }
});

// A second click on a submit button must not send the form twice: the server refuses it too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || form.hasAttribute("data-may-repeat")) return;
  form.dataset.sent = "yes";
  // A page kept by the back button must be usable again.
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});

// <button type="button" data-print hidden> and <button type="button" data-copy="#id" hidden>:
// shown only where they can work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.copied || (indonesian ? "Tersalin" : "Copied");
    } catch {
      window.getSelection().selectAllChildren(source);
      return;
    }
    setTimeout(() => { button.textContent = before; }, 3000);
  });
}

// On paper the folded explanations are open.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.dataset.opened = "for-paper";
    details.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-opened]")) {
    details.open = false;
    delete details.dataset.opened;
  }
});
