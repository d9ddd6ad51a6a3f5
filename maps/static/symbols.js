// Symbols of the event types, from the table that the printed picture shares: for the canvas as paths, for the page as SVG.
let TYPES = [];
const symbolTable = {};

function readSymbols(table) {
  TYPES = Object.keys(table);
  for (const [type, { colour, points }] of Object.entries(table)) {
    const outline = "M" + points.map((point) => point.join(" ")).join("L") + "Z";
    symbolTable[type] = { colour, outline, path: new Path2D(outline) };
  }
}

function symbol(type, size = 18) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const { colour, outline } = symbolTable[type] || symbolTable.other;
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ d: outline, fill: colour, class: "outline", "stroke-width": 1.1, "stroke-linejoin": "round" })) shape.setAttribute(key, value);
  svg.append(shape);
  return svg;
}

// Draws a symbol with its middle at x, y; pale for events that a report calls unverified.
function drawSymbol(ctx, type, x, y, size, pale) {
  const { colour, path } = symbolTable[type] || symbolTable.other, scale = size / 20;
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(scale, scale);
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.4 / scale;
  ctx.strokeStyle = app.theme.halo;
  ctx.stroke(path);
  if (pale) {
    ctx.fillStyle = app.theme.halo;
    ctx.fill(path);
    ctx.globalAlpha = 0.55;
  }
  ctx.fillStyle = colour;
  ctx.fill(path);
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.1 / scale;
  ctx.strokeStyle = app.theme.edge;
  ctx.stroke(path);
  ctx.restore();
}
