// What folium's own layers expect of a page: a "$" for popups, and a picture for markers. Only what a user of the library adds goes
// through here, never a report's text.
function serveFolium() {
  window.$ ??= (given) => {
    if (given === document) return { ready: (then) => then() };
    const template = document.createElement("template");
    template.innerHTML = given.trim();
    return template.content.children;
  };
  const probe = html("div", { class: "leaflet-default-icon-path" });
  document.body.append(probe);
  const picture = /url\("?(data:[^")]+)/.exec(getComputedStyle(probe).backgroundImage)?.[1];
  probe.remove();
  delete L.Icon.Default.prototype._getIconUrl;  // it would look for a file beside Leaflet's
  L.Icon.Default.mergeOptions({ iconUrl: picture, iconRetinaUrl: picture, shadowUrl: null });
}
