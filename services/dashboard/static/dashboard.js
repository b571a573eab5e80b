// Small things that only make the pages handier; everything works without this script.
document.documentElement.classList.add("scripted");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A second press on a form that is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 8000);
});

// Bring the reader to the first fault that a form came back with.
const fault = document.querySelector("[data-focus]");
if (fault) fault.focus();
