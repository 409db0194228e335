// Before the first paint: say that enhancements will come, so that nothing jumps when they do.
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("js-enabled", "govuk-frontend-supported");
}
